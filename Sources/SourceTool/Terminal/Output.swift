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
            try terminal.write(Array(try self.json(answer).utf8))
        } else {
            let style = Style(usesColor: terminal.usesColor, width: terminal.width)
            let lines = answer.lines(style)
            guard !lines.isEmpty else { return }
            try terminal.write(Array((lines.map(cleaned).joined(separator: "\n") + "\n").utf8))
        }
    }

    /// The value as JSON: two spaces of indentation, keys in order, a newline at the end; control and format
    /// characters are written as escapes, so that a terminal may see it.
    ///
    /// - Throws: ``ToolError`` for a value that JSON cannot hold, as a number that is not finite.
    public static func json(_ value: some Encodable) throws(ToolError) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let text: String
        do {
            text = String(decoding: try encoder.encode(value), as: UTF8.self)
        } catch {
            throw ToolError("the answer cannot be written as JSON")
        }
        return escaped(text) + "\n"
    }

    /// A line of an answer as a terminal may see it: cleaned, but for the colours that ``Style`` writes.
    public static func cleaned(_ line: String) -> String {
        guard line.utf8.contains(where: { $0 < 0x20 || $0 >= 0x7F }) else { return line }
        var answer = ""
        var rest = line[...]
        while let escape = rest.firstIndex(of: "\u{1B}") {
            answer += TerminalText.cleaned(String(rest[..<escape]))
            rest = rest[escape...]
            if let sequence = Style.sequences.first(where: { rest.hasPrefix($0) }) {
                answer += sequence
                rest = rest.dropFirst(sequence.count)
            } else {
                answer += TerminalText.cleaned("\u{1B}")
                rest = rest.dropFirst()
            }
        }
        return answer + TerminalText.cleaned(String(rest))
    }

    private static func escaped(_ json: String) -> String {
        guard json.unicodeScalars.contains(where: isHidden) else { return json }
        var answer = ""
        for scalar in json.unicodeScalars {
            guard isHidden(scalar) else {
                answer.unicodeScalars.append(scalar)
                continue
            }
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16)
                answer += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return answer
    }

    /// Whether a scalar moves, hides or reorders what a terminal shows. Line ends of the JSON itself are not.
    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control: scalar != "\n"
        case .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
