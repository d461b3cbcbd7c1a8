import ArgumentParser
import SourceTool

/// `secrets push`.
struct SecretsPushCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "push", abstract: "Encrypt and write the secrets that were set offline.",
        discussion: """
            Examples:
              eigenpal-src secrets push
              eigenpal-src secrets push --package agents/invoice
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @OptionGroup var cache: CacheArguments
    @Option(
        help: ArgumentHelp("The package; all that have something pending by default.", valueName: "package"))
    var package: String?

    func perform() async throws {
        let context = try global.context()
        let report = try await PushSecrets.run(context, package: package, cacheLifetime: cache.lifetime)
        try render(report, json: answer.json, in: context)
    }
}
