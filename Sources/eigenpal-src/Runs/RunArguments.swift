import ArgumentParser
import SourceTool

/// What a run is given.
struct RunInputArguments: ParsableArguments {
    @Option(
        name: [.customShort("i"), .customLong("input")],
        help: ArgumentHelp(
            "An input: a number, true, false, null, {…}, […] and \"…\" are taken as JSON, all else is text. May be repeated.",
            valueName: "name=value"))
    var input: [String] = []

    @Option(
        help: ArgumentHelp(
            "All inputs as a JSON object; @FILE for a file's, - for standard input's.", valueName: "json"))
    var inputJson: String?

    @Option(
        help: ArgumentHelp(
            "A file as an input. May be repeated; the same name twice makes a list.", valueName: "name=path"))
    var inputFile: [String] = []

    @Option(
        help: ArgumentHelp(
            "What is to be found again with the run. May be repeated.", valueName: "name=value"))
    var metadata: [String] = []

    @Option(
        help: ArgumentHelp(
            "Outputs of steps that are taken as they are, {\"steps\": {…}}; @FILE and - as above.",
            valueName: "json"))
    var overridesJson: String?

    /// The inputs as typed.
    var inputs: RunInputs { RunInputs(fields: input, json: inputJson, files: inputFile) }
}

/// How long to wait.
struct WaitArguments: ParsableArguments {
    @Option(
        name: .customLong("wait"),
        help: ArgumentHelp(
            "Wait for the run's end; with a number, that many seconds at most.", valueName: "seconds"))
    var value: WaitValue?

    /// The wait; nil for none.
    var wait: RunWait? { value.map { RunWait(seconds: $0.seconds) } }
}

/// `--wait` with its value, or `end` where it has none: ``WaitValue/separated(_:)`` sees to that.
struct WaitValue: ExpressibleByArgument {
    /// The most seconds; nil for as long as it takes.
    let seconds: Int?

    init?(argument: String) {
        if argument == Self.end {
            seconds = nil
            return
        }
        guard let number = Int(argument), (0...31_536_000).contains(number) else { return nil }
        seconds = number
    }

    private static let end = "end"

    /// The arguments with a value behind each `--wait` that has none, so that what follows it is not taken for one.
    static func separated(_ arguments: [String]) -> [String] {
        var answer: [String] = []
        var rest = arguments[...]
        while let word = rest.popFirst() {
            if word == "--" { return answer + [word] + rest }
            let hasValue = rest.first.map { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
            answer.append(word == "--wait" && hasValue != true ? "--wait=\(end)" : word)
        }
        return answer
    }
}

extension ToolCommand {
    /// Writes what a run came to, and ends with its exit code.
    func render(_ end: RunEnd, json: Bool, in context: ToolContext) throws {
        if let answer = end.answer { try Output.render(answer, json: json, in: context) }
        if let error = end.error { throw error }
        if let note = end.note { context.terminal.note(note) }
    }
}
