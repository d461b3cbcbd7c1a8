import ArgumentParser
import SourceTool

/// `secrets list`.
struct SecretsListCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the secrets of a package: key, last change, where the value is.",
        discussion: """
            No value is shown, no server is asked. The last change is the commit that the secret is from; "cached" means that
            its value can be had without the server, "pending" that a new one waits for secrets push.

            Examples:
              eigenpal-src secrets list
              eigenpal-src secrets list --package agents/invoice --json
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @OptionGroup var place: PackageArguments
    @OptionGroup var cache: CacheArguments

    func perform() async throws {
        let context = try global.context()
        let report = try await ListSecrets.run(context, package: place.package, cacheLifetime: cache.lifetime)
        try render(report, json: answer.json, in: context)
    }
}
