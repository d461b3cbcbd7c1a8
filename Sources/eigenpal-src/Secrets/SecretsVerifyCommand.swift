import ArgumentParser
import SourceTool

/// `secrets verify`.
struct SecretsVerifyCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check that every secret decrypts under its own name.",
        discussion: """
            Asks the server to decrypt each. Exit code 1 where one does not, or a file is not valid.

            Examples:
              eigenpal-src secrets verify
              eigenpal-src secrets verify --all --json
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @OptionGroup var place: PackageArguments
    @OptionGroup var cache: CacheArguments
    @Flag(help: "The secrets of every package.") var all = false

    func perform() async throws {
        let context = try global.context()
        let report = try await VerifySecrets.run(
            context, package: place.package, all: all, cacheLifetime: cache.lifetime)
        try render(report, json: answer.json, in: context)
    }
}
