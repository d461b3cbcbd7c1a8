import ArgumentParser
import SourceTool

/// `upgrade`.
struct UpgradeCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "upgrade", abstract: "Raise the repository's own eigenpal.yaml to the current schema.",
        discussion: """
            The file is edited in place: comments and lines that need no change stay.

            Examples:
              eigenpal-src upgrade --dry-run
              eigenpal-src upgrade && eigenpal-src commit -m "chore: upgrade the schema"
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Flag(name: .customLong("dry-run"), help: "Show what would change, and write nothing.") var isDryRun =
        false

    func perform() async throws {
        let context = try global.context()
        let report = try await UpgradeSchema.run(context, dryRun: isDryRun)
        try render(report, json: answer.json, in: context)
    }
}
