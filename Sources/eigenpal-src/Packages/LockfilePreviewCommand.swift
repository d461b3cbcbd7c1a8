import ArgumentParser
import SourceTool

/// `lockfile preview`, which `lockfile` alone means.
struct LockfilePreviewCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview", abstract: "Show what a package resolves to, with all its dependencies.",
        discussion: """
            Resolved from the tags of the checkout and the server's main as it was last fetched, with no network and by the
            code that the server uses; --server asks the server. Nothing is written. A reference is PACKAGE, which means
            its latest release, or PACKAGE@REF, where REF is latest, main, X.Y.Z, a range such as 1.x, or a commit.

            Examples:
              eigenpal-src lockfile
              eigenpal-src lockfile agents/invoice@main
              eigenpal-src lockfile agents.invoice@1.x --server --json
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case tree, lockfile
    }

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Flag(name: .customLong("server"), help: "Ask the server.") var asksServer = false
    @Option(help: "tree, or lockfile, which is also what --json answers.") var format = Format.tree
    @Argument(
        help: ArgumentHelp(
            "The package and what of it; the latest release of the one you stand in by default.",
            valueName: "package[@ref]"))
    var reference: String?

    func perform() async throws {
        let context = try global.context()
        let report = try await PreviewLockfile.run(context, reference: reference, asksServer: asksServer)
        if answer.json || format == .lockfile {
            try context.terminal.write(Array(report.text.utf8))
        } else {
            try render(report, json: false, in: context)
        }
    }
}
