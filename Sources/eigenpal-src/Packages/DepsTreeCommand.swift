import ArgumentParser
import SourceTool

/// `deps tree`, which `deps` alone means.
struct DepsTreeCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "tree", abstract: "Show what a package depends on, and what that depends on.",
        discussion: """
            Reads the manifest in the working tree and the releases of the checkout. Exit code 1 where a dependency does not
            resolve.

            Examples:
              eigenpal-src deps tree agents/invoice
              eigenpal-src deps --json
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Argument(help: ArgumentHelp("The package; the one you stand in by default.", valueName: "package"))
    var package: String?

    func perform() async throws {
        let context = try global.context()
        let report = try await ShowDependencies.run(context, package: package)
        try render(report, json: answer.json, in: context)
    }
}
