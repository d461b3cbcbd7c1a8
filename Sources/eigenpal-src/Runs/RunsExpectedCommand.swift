import ArgumentParser
import SourceTool

/// `runs expected`.
struct RunsExpectedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "expected", abstract: "What is expected of a run: its output and files.",
        discussion: """
            Examples:
              eigenpal-src runs expected list run_5mvq3
              eigenpal-src runs expected add run_5mvq3 --from-output report.pdf
            """,
        subcommands: [
            RunsExpectedListCommand.self, RunsExpectedAddCommand.self, RunsExpectedDownloadCommand.self,
            RunsExpectedRenameCommand.self, RunsExpectedDeleteCommand.self,
        ])

    @OptionGroup var global: GlobalArguments
}

/// `runs expected list`.
struct RunsExpectedListCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List what is expected of a run.",
        discussion: """
            Examples:
              eigenpal-src runs expected list run_5mvq3
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Argument(help: ArgumentHelp("The run's id.", valueName: "run"))
    var run: String

    func perform() async throws {
        let context = try global.context()
        try render(try await ExpectedVerbs.list(context, run: run), json: answer.json, in: context)
    }
}

/// `runs expected add`.
struct RunsExpectedAddCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Expect a file: one of this machine, or one that the run made.",
        discussion: """
            Examples:
              eigenpal-src runs expected add run_5mvq3 answer.json
              eigenpal-src runs expected add run_5mvq3 \\
                  --from-output report.pdf --name expected.pdf
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Option(help: ArgumentHelp("A file that the run made, below output/.", valueName: "name"))
    var fromOutput: String?
    @Option(help: ArgumentHelp("The name to expect it by; its own by default.", valueName: "name"))
    var name: String?
    @Argument(help: ArgumentHelp("The run's id.", valueName: "run"))
    var run: String
    @Argument(help: ArgumentHelp("A file on this machine.", valueName: "file"))
    var file: String?

    func perform() async throws {
        let context = try global.context()
        let added = try await ExpectedVerbs.add(
            context, run: run, file: file, fromOutput: fromOutput, name: name)
        try render(added, json: answer.json, in: context)
    }
}

/// `runs expected download`.
struct RunsExpectedDownloadCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "download", abstract: "Download an expected file.",
        discussion: """
            Examples:
              eigenpal-src runs expected download run_5mvq3 answer.json --out expected.json
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Option(help: ArgumentHelp("Where to; - is standard output.", valueName: "path"))
    var out: String?
    @Flag(help: "Replace what is there.")
    var force = false
    @Argument(help: ArgumentHelp("The run's id.", valueName: "run"))
    var run: String
    @Argument(help: ArgumentHelp("The expected file's name.", valueName: "name"))
    var name: String

    func perform() async throws {
        let context = try global.context()
        let report = try await ExpectedVerbs.download(
            context, run: run, name: name, out: out, isForced: force)
        if let report { try render(report, json: answer.json, in: context) }
    }
}

/// `runs expected rename`.
struct RunsExpectedRenameCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "rename", abstract: "Give an expected file another name.",
        discussion: """
            Examples:
              eigenpal-src runs expected rename run_5mvq3 answer.json result.json
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Argument(help: ArgumentHelp("The run's id.", valueName: "run"))
    var run: String
    @Argument(help: ArgumentHelp("The expected file's name.", valueName: "name"))
    var name: String
    @Argument(help: ArgumentHelp("The new name.", valueName: "new-name"))
    var newName: String

    func perform() async throws {
        let context = try global.context()
        try render(
            try await ExpectedVerbs.rename(context, run: run, name: name, to: newName), json: answer.json,
            in: context)
    }
}

/// `runs expected delete`.
struct RunsExpectedDeleteCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Expect a file no longer.",
        discussion: """
            Examples:
              eigenpal-src runs expected delete run_5mvq3 answer.json
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Argument(help: ArgumentHelp("The run's id.", valueName: "run"))
    var run: String
    @Argument(help: ArgumentHelp("The expected file's name.", valueName: "name"))
    var name: String

    func perform() async throws {
        let context = try global.context()
        try render(
            try await ExpectedVerbs.delete(context, run: run, name: name), json: answer.json, in: context)
    }
}
