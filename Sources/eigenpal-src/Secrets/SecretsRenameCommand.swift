import ArgumentParser
import SourceTool

/// `secrets rename`.
struct SecretsRenameCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "rename", abstract: "Give a secret another name.",
        discussion: """
            A secret's name is bound into its ciphertext, so it is encrypted anew. Its description goes with it.

            Examples:
              eigenpal-src secrets rename MAIL_TOKEN SMTP_TOKEN --package agents/invoice
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @OptionGroup var place: PackageArguments
    @OptionGroup var cache: CacheArguments
    @Argument(help: ArgumentHelp("The name it has.", valueName: "old")) var old: String
    @Argument(help: ArgumentHelp("The name it is to have.", valueName: "new")) var new: String

    func perform() async throws {
        let context = try global.context()
        let report = try await RenameSecret.run(
            context, from: old, to: new, package: place.package, cacheLifetime: cache.lifetime)
        try render(report, json: answer.json, in: context)
    }
}
