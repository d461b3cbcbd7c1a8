import ArgumentParser
import SourceTool

/// `releases show`.
struct ReleasesShowCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a release: its commit, dependencies and changelog.",
        discussion: """
            From the tags of the checkout; no network is needed. Without a version it is the highest release.

            Examples:
              eigenpal-src releases show agents/invoice
              eigenpal-src releases show agents/invoice@1.2.0
              eigenpal-src releases show agents.invoice@1.x --json
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Argument(
        help: ArgumentHelp(
            "The package and its version, latest or a range such as 1.x; the one you stand in by default.",
            valueName: "package[@version]"))
    var release: String?

    func perform() async throws {
        let context = try global.context()
        try render(try await ShowRelease.run(context, release), json: answer.json, in: context)
    }
}
