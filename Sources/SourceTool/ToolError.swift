/// Why a verb did not do what was asked: what happened, to which thing, and the command to type next.
public struct ToolError: Error, Sendable, Hashable, CustomStringConvertible {
    /// One sentence without a full stop, in lower case where it opens with no name: what happened, to which thing.
    public var message: String
    /// Lines of their own below the message: what the server said, each file that is in the way.
    public var details: [String]
    /// The command to type next, such as `eigenpal-src pull`; nil where no command helps.
    public var next: String?
    /// 1 for what was refused or failed, 2 for wrong usage.
    public var exitCode: Int32

    /// An error with its message, the lines below it and the command to type next.
    public init(_ message: String, details: [String] = [], next: String? = nil, exitCode: Int32 = 1) {
        self.message = message
        self.details = details
        self.next = next
        self.exitCode = exitCode
    }

    /// An error in what was typed: exit code 2.
    public static func usage(_ message: String, next: String? = nil) -> ToolError {
        ToolError(message, next: next, exitCode: 2)
    }

    /// The lines for standard error, without the tool's name and not yet cleaned for a terminal.
    public var lines: [String] {
        [message] + details.map { "  \($0)" } + (next.map { ["next: \($0)"] } ?? [])
    }

    /// The lines, one below the other.
    public var description: String { lines.joined(separator: "\n") }
}
