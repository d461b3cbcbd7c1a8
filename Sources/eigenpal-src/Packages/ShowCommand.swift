import ArgumentParser
import SourceTool

/// `show`.
struct ShowCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show an agent or a workflow as the server knows it, with its releases.",
        discussion: """
            Examples:
              eigenpal-src show invoice
              eigenpal-src show workflows/intake
              eigenpal-src show agents.invoice --json
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Argument(
        help: ArgumentHelp(
            "Its package, its slug or its id; the package you stand in by default.", valueName: "automation"))
    var automation: String?

    func perform() async throws {
        let context = try global.context()
        let report = try await ShowAutomation.run(context, automation: automation)
        try render(report, json: answer.json, in: context)
    }
}
