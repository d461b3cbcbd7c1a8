import ArgumentParser
import SourceTool

/// `secrets unset`.
struct SecretsUnsetCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "unset", abstract: "Remove secrets from a package.",
        discussion: """
            Where a value waits for secrets push, it is dropped and the secret in the file stays; unset again removes that.

            Examples:
              eigenpal-src secrets unset MAIL_TOKEN
              eigenpal-src secrets unset MAIL_TOKEN MAIL_HOST --package agents/invoice
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @OptionGroup var place: PackageArguments
    @Argument(help: ArgumentHelp("The secrets' names.", valueName: "name")) var names: [String]

    func perform() async throws {
        let context = try global.context()
        let report = try await UnsetSecret.run(context, names: names, package: place.package)
        try render(report, json: answer.json, in: context)
    }
}
