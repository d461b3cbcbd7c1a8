import SourceFormat

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The one place where answers become text.
public enum Output {
    /// Writes an answer to standard output: as JSON, or as lines for a person.
    ///
    /// - Throws: ``ToolError`` when standard output does not take it.
    public static func render(
        _ answer: some Renderable, json: Bool, in context: ToolContext
    ) throws(ToolError) {
        let terminal = context.terminal
        terminal.progress(nil)
        if json {
            let compact = if let written = answer.compactJSON { written } else { try encoded(answer) }
            try terminal.write(JSONLayout.bytes(of: compact))
        } else {
            let style = Style(
                usesColor: terminal.usesColor, width: terminal.width, isTerminal: terminal.outputIsTerminal)
            let lines = answer.lines(style)
            guard !lines.isEmpty else { return }
            try terminal.write(Array((lines.map(cleaned).joined(separator: "\n") + "\n").utf8))
        }
    }

    /// The value as JSON, as ``JSONLayout`` writes it.
    ///
    /// - Throws: ``ToolError`` for a value that JSON cannot hold, as a number that is not finite.
    public static func json(_ value: some Encodable) throws(ToolError) -> String {
        String(decoding: JSONLayout.bytes(of: try encoded(value)), as: UTF8.self)
    }

    private static func encoded(_ value: some Encodable) throws(ToolError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do { return Array(try encoder.encode(value)) } catch {
            throw ToolError("the answer cannot be written as JSON")
        }
    }

    /// A line of an answer as a terminal may see it: cleaned, but for the colours that ``Style`` writes.
    public static func cleaned(_ line: String) -> String {
        guard line.utf8.contains(where: { $0 < 0x20 || $0 >= 0x7F }) else { return line }
        // What stands for colours begins with this byte, and few other texts hold it.
        guard line.utf8.contains(0xF3) else { return TerminalText.cleaned(line) }
        return Style.obeyed(line) { TerminalText.cleaned($0) }
    }
}
