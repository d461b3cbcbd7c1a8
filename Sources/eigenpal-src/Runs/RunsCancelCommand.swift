import ArgumentParser
import SourceTool

/// `runs cancel`.
struct RunsCancelCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "End a run that waits or is under way.",
        discussion: """
            Examples:
              eigenpal-src runs cancel run_5mvq3
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Argument(help: ArgumentHelp("The run's id.", valueName: "run"))
    var run: String

    func perform() async throws {
        let context = try global.context()
        try render(try await CancelRun.run(context, run: run), json: answer.json, in: context)
    }
}
