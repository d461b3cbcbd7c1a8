import ArgumentParser
import SourceTool

/// `releases list`, which `releases` alone means.
struct ReleasesListCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the releases of a package from the tags of the checkout.",
        discussion: """
            No network is needed. With --server, the server is asked too, and differences are shown.

            Examples:
              eigenpal-src releases agents/invoice
              eigenpal-src releases agents/invoice --server
              eigenpal-src releases --json
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Flag(name: .customLong("server"), help: "Ask the server too, and show where the two differ.")
    var comparesWithServer = false
    @Argument(help: ArgumentHelp("The package; the one you stand in by default.", valueName: "package"))
    var package: String?

    func perform() async throws {
        let context = try global.context()
        let report = try await ListReleases.run(
            context, package: package, comparesWithServer: comparesWithServer)
        try render(report, json: answer.json, in: context)
    }
}
