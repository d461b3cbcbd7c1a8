import ArgumentParser
import SourceTool

/// `runs files`.
struct RunsFilesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "files", abstract: "The files that a run was given, and those it made.",
        discussion: """
            Examples:
              eigenpal-src runs files list run_5mvq3
              eigenpal-src runs files upload run_5mvq3 contract.pdf
            """,
        subcommands: [RunsFilesListCommand.self, RunsFilesUploadCommand.self, RunsFilesDeleteCommand.self])

    @OptionGroup var global: GlobalArguments
}

/// `runs files list`.
struct RunsFilesListCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List a run's files.",
        discussion: """
            Examples:
              eigenpal-src runs files list run_5mvq3
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Argument(help: ArgumentHelp("The run's id.", valueName: "run"))
    var run: String

    func perform() async throws {
        let context = try global.context()
        try render(try await RunFileVerbs.list(context, run: run), json: answer.json, in: context)
    }
}

/// `runs files upload`.
struct RunsFilesUploadCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "upload", abstract: "Give a file to a run that has not been started yet.",
        discussion: """
            Examples:
              eigenpal-src runs files upload run_5mvq3 contract.pdf
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Argument(help: ArgumentHelp("The run's id.", valueName: "run"))
    var run: String
    @Argument(help: ArgumentHelp("The file on this machine.", valueName: "file"))
    var file: String

    func perform() async throws {
        let context = try global.context()
        try render(
            try await RunFileVerbs.upload(context, run: run, file: file), json: answer.json, in: context)
    }
}

/// `runs files delete`.
struct RunsFilesDeleteCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Take a file away from a run that has not been started yet.",
        discussion: """
            Examples:
              eigenpal-src runs files delete run_5mvq3 file_7xk2
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Argument(help: ArgumentHelp("The run's id.", valueName: "run"))
    var run: String
    @Argument(help: ArgumentHelp("The file's id.", valueName: "file"))
    var file: String

    func perform() async throws {
        let context = try global.context()
        try render(
            try await RunFileVerbs.delete(context, run: run, file: file), json: answer.json, in: context)
    }
}
