import ArgumentParser
import SourceTool

/// `sync`.
struct SyncCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "Have the server take over the latest release of agents and workflows.",
        discussion: """
            Nothing runs. A server that answers 502, 503 or 504 is asked again for a few seconds. Exit code 1 where one of
            them was not synced; the others are.

            Examples:
              eigenpal-src sync
              eigenpal-src sync invoice workflows/intake
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Argument(
        help: ArgumentHelp(
            "Their packages, slugs or ids; the package you stand in by default.", valueName: "automation"))
    var automations: [String] = []

    func perform() async throws {
        let context = try global.context()
        let report = try await SyncAutomations.run(context, automations: automations)
        try render(report, json: answer.json, in: context)
    }
}
