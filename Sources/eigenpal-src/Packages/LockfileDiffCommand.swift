import ArgumentParser
import SourceTool

/// `lockfile diff`.
struct LockfileDiffCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show where the checkout and the server resolve a package differently.",
        discussion: """
            Exit code 1 where they differ, as when a tag was not fetched, or not pushed.

            Examples:
              eigenpal-src lockfile diff agents/invoice
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Argument(
        help: ArgumentHelp(
            "The package and what of it; the latest release of the one you stand in by default.",
            valueName: "package[@ref]"))
    var reference: String?

    func perform() async throws {
        let context = try global.context()
        let report = try await CompareLockfiles.run(context, reference: reference)
        try render(report, json: answer.json, in: context)
    }
}
