/// The message of a commit or a tag, as it was typed.
enum CommitMessage {
    /// The message without blank ends, and with the newline that Git ends it with.
    ///
    /// - Throws: ``ToolError`` with exit code 2 for one that says nothing.
    static func parse(_ text: String) throws(ToolError) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            String(line.reversed().drop { $0.isWhitespace }.reversed())
        }
        while lines.first?.isEmpty == true { lines.removeFirst() }
        while lines.last?.isEmpty == true { lines.removeLast() }
        guard !lines.isEmpty else {
            throw .usage("the message is empty: say what changed, like -m \"Add the invoice agent\"")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The first line of a message.
    static func summary(_ message: String) -> String {
        String(message.prefix { $0 != "\n" })
    }
}
