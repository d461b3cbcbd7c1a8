import ArgumentParser
import SourceTool

/// `secrets copy`.
struct SecretsCopyCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy", abstract: "Copy a secret into another package.",
        discussion: """
            A secret's package is bound into its ciphertext, so it is encrypted anew. Its description goes with it.

            Examples:
              eigenpal-src secrets copy MAIL_TOKEN --package agents/invoice --to agents/pay
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @OptionGroup var place: PackageArguments
    @OptionGroup var cache: CacheArguments
    @Option(help: ArgumentHelp("The package to copy it to.", valueName: "package")) var to: String
    @Argument(help: ArgumentHelp("The secret's name.", valueName: "name")) var name: String

    func perform() async throws {
        let context = try global.context()
        let report = try await CopySecret.run(
            context, name: name, to: to, package: place.package, cacheLifetime: cache.lifetime)
        try render(report, json: answer.json, in: context)
    }
}
