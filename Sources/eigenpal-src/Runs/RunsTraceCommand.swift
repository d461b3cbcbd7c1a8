import ArgumentParser
import SourceTool

/// `runs trace`.
struct RunsTraceCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace", abstract: "Show what a run's runner tells of its work.",
        discussion: """
            With --follow and --json, each event is a line of JSON of its own.

            Examples:
              eigenpal-src runs trace run_5mvq3
              eigenpal-src runs trace run_5mvq3 --follow
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Flag(name: [.customShort("f"), .long], help: "Go on until the run has ended.")
    var follow = false
    @Argument(help: ArgumentHelp("The run's id.", valueName: "run"))
    var run: String

    func perform() async throws {
        let context = try global.context()
        if follow { return try await TraceRun.follow(context, run: run, json: answer.json) }
        try render(try await TraceRun.run(context, run: run), json: answer.json, in: context)
    }
}
