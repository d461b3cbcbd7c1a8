import ArgumentParser
import SourceTool

/// `runs watch`.
struct RunsWatchCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Follow a run to its end, and print its output.",
        discussion: """
            0: it completed; 1: it failed, or was cancelled or rejected; 3: it is still going when --wait is over. Ctrl-C \
            stops the watching, not the run.

            Examples:
              eigenpal-src runs watch run_5mvq3
              eigenpal-src runs watch run_5mvq3 --wait 300
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @OptionGroup var waiting: WaitArguments
    @Argument(help: ArgumentHelp("The run's id.", valueName: "run"))
    var run: String

    func perform() async throws {
        let context = try global.context()
        let end = try await FollowRun.run(context, run: run, wait: waiting.wait ?? RunWait(seconds: nil))
        try render(end, json: answer.json, in: context)
    }
}
