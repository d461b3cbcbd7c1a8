import ArgumentParser
import SourceTool

/// `secrets list`.
struct SecretsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the names, keys and descriptions of a package's secrets.",
        discussion: """
            No value is shown: only the server can decrypt them.

            Examples:
              eigenpal-src secrets list
              eigenpal-src secrets list --package agents/invoice --json
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Option(help: ArgumentHelp("The package; the one you stand in by default.", valueName: "package"))
    var package: String?

    func run() async throws {
        let context = try global.context()
        let report = try await ListSecrets.run(context, package: package)
        try render(report, json: answer.json, in: context)
    }
}
