import ArgumentParser
import SourceTool

/// `secrets get`.
struct SecretsGetCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Write the value of a secret to standard output.",
        discussion: """
            The bytes alone go into a pipe; on a terminal it takes --reveal. The value comes from the cache, else from the
            server. With --json: name, package and value.

            Examples:
              eigenpal-src secrets get MAIL_TOKEN | pbcopy
              eigenpal-src secrets get MAIL_TOKEN --package agents/invoice --reveal
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @OptionGroup var place: PackageArguments
    @OptionGroup var cache: CacheArguments
    @Flag(help: "Show the value on a terminal too.") var reveal = false
    @Argument(help: ArgumentHelp("The secret's name.", valueName: "name")) var name: String

    func perform() async throws {
        let context = try global.context()
        try await GetSecret.run(
            context, name: name, package: place.package, reveals: reveal, json: answer.json,
            cacheLifetime: cache.lifetime)
    }
}
