import ArgumentParser
import SourceTool

/// `rerun`.
struct RerunCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "rerun", abstract: "Start a new run with the input of an earlier one.",
        discussion: """
            Exit codes and output are those of run.

            Examples:
              eigenpal-src rerun run_5mvq3 --wait
              eigenpal-src rerun run_5mvq3 --version original
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @OptionGroup var waiting: WaitArguments
    @Option(
        name: .customLong(VersionOption.name),
        help: ArgumentHelp(
            "The version to run; original for that of the earlier run. The latest by default.",
            valueName: "ref"))
    var version: String?
    @Argument(help: ArgumentHelp("The run's id.", valueName: "run"))
    var run: String

    func perform() async throws {
        let context = try global.context()
        let end = try await RepeatRun.run(context, run: run, version: version, wait: waiting.wait)
        try render(end, json: answer.json, in: context)
    }
}
