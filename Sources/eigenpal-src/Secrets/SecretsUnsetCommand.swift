import ArgumentParser
import SourceTool

/// `secrets unset`.
struct SecretsUnsetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unset", abstract: "Remove secrets from a package.",
        discussion: """
            Examples:
              eigenpal-src secrets unset MAIL_TOKEN
              eigenpal-src secrets unset MAIL_TOKEN MAIL_HOST --package agents/invoice
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Option(help: ArgumentHelp("The package; the one you stand in by default.", valueName: "package"))
    var package: String?
    @Argument(help: ArgumentHelp("The secrets' names.", valueName: "name")) var names: [String]

    func run() async throws {
        let context = try global.context()
        let report = try await UnsetSecret.run(context, names: names, package: package)
        try render(report, json: answer.json, in: context)
    }
}
