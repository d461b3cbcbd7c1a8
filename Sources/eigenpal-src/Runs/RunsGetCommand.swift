import ArgumentParser
import SourceTool

/// `runs get`.
struct RunsGetCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Show a run: how it stands, what it answered.",
        discussion: """
            Examples:
              eigenpal-src runs get run_5mvq3
              eigenpal-src runs get run_5mvq3 --expand debug,usage --json
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Option(
        help: ArgumentHelp(
            "More of it: input, usage, execution, debug, with commas between.", valueName: "sections"))
    var expand: [String] = []
    @Argument(help: ArgumentHelp("The run's id.", valueName: "run"))
    var run: String

    func perform() async throws {
        let context = try global.context()
        try render(try await GetRun.run(context, run: run, expand: expand), json: answer.json, in: context)
    }
}
