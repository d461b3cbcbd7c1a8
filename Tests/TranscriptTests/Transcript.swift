import Foundation

/// A session at the command line, written down: what was typed, what came back.
///
/// One item a line. `$ ` opens a command, `> ` continues it; the lines that follow are its standard output as it
/// came, `! ` before those of its standard error, and `? N` states an exit code other than 0. `# ` lines and blank
/// lines before a command are the text around it. `@ word` lines at the top ask for something to be there
/// (`@ server`: a running server). A line of output that looks like one of these has `| ` before it, an empty one is
/// written `.`. `[..]` stands for anything in a line, a line `[...]` for any lines.
struct Transcript {
    struct Step {
        var lead: [String] = []
        var command: String
        var output: [String] = []
        var errorOutput: [String] = []
        var exitCode: Int32 = 0
    }

    var directives: [String] = []
    var head: [String] = []
    var steps: [Step] = []

    init(parsing text: String) {
        var lead: [String] = []
        var current: Step?
        var commandIsOpen = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if current == nil, steps.isEmpty, line.hasPrefix("@ ") {
                directives.append(String(line.dropFirst(2)))
            } else if line.hasPrefix("$ ") {
                if let step = current { steps.append(step) }
                current = Step(lead: lead, command: String(line.dropFirst(2)))
                (lead, commandIsOpen) = ([], true)
            } else if commandIsOpen, line.hasPrefix("> ") || line == ">" {
                current?.command += "\n" + line.dropFirst(2)
            } else if current != nil, line.isEmpty || line.hasPrefix("# ") || !lead.isEmpty {
                lead.append(line)
            } else if current == nil {
                head.append(line)
            } else {
                commandIsOpen = false
                if line.hasPrefix("! ") || line == "!" {
                    current?.errorOutput.append(String(line.dropFirst(2)))
                } else if line.hasPrefix("? "), let code = Int32(line.dropFirst(2)) {
                    current?.exitCode = code
                } else if line.hasPrefix("| ") {
                    current?.output.append(String(line.dropFirst(2)))
                } else {
                    current?.output.append(line == "." ? "" : line)
                }
            }
        }
        if let step = current { steps.append(step) }
        if steps.first != nil { steps[0].lead = head }
    }

    /// The transcript as a file holds it. A blank line of output is written `.`, since a blank line ends a step.
    var text: String {
        var lines = directives.map { "@ \($0)" }
        for step in steps {
            lines += step.lead
            let command = step.command.split(separator: "\n", omittingEmptySubsequences: false)
            lines.append("$ \(command[0])")
            lines += command.dropFirst().map { "> \($0)" }
            lines += step.output.map { $0.isEmpty ? "." : Self.escaped($0) }
            lines += step.errorOutput.map { $0.isEmpty ? "!" : "! \($0)" }
            if step.exitCode != 0 { lines.append("? \(step.exitCode)") }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A line of output that would be read as something else, marked as output.
    private static func escaped(_ line: String) -> String {
        let marks = ["# ", "$ ", "> ", "! ", "? ", "@ ", "| "]
        return marks.contains { line.hasPrefix($0) } || line == "." || line == "!" ? "| \(line)" : line
    }

    /// Whether `actual` lines fit `expected` ones, with their wildcards.
    static func matches(_ expected: ArraySlice<String>, _ actual: ArraySlice<String>) -> Bool {
        guard let first = expected.first else { return actual.isEmpty }
        if first == "[...]" {
            return (actual.startIndex...actual.endIndex).contains {
                matches(expected.dropFirst(), actual[$0...])
            }
        }
        guard let line = actual.first, lineMatches(first, line) else { return false }
        return matches(expected.dropFirst(), actual.dropFirst())
    }

    private static func lineMatches(_ pattern: String, _ line: String) -> Bool {
        let pieces = pattern.components(separatedBy: "[..]")
        guard pieces.count > 1 else { return pattern == line }
        guard line.hasPrefix(pieces[0]) else { return false }
        var rest = line.dropFirst(pieces[0].count)
        for piece in pieces.dropFirst().dropLast() {
            guard let range = rest.range(of: piece) else { return false }
            rest = rest[range.upperBound...]
        }
        return rest.hasSuffix(pieces[pieces.count - 1])
    }
}
