import ArgumentParser
import SourceTool

/// `runs open`.
struct RunsOpenCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "Print the address of a run's page; on a desktop's terminal, open it.",
        discussion: """
            An eigenpal-server has no such pages; runs get shows its runs.

            Examples:
              eigenpal-src runs open run_5mvq3
              eigenpal-src runs open run_5mvq3 --no-browser
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Flag(help: "Print the address only.")
    var noBrowser = false
    @Argument(help: ArgumentHelp("The run's id.", valueName: "run"))
    var run: String

    func perform() async throws {
        let context = try global.context()
        let page = try await OpenRun.run(context, run: run, opens: !noBrowser)
        try render(page, json: answer.json, in: context)
    }
}
