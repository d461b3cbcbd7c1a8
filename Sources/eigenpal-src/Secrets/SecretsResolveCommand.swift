import ArgumentParser
import SourceTool

/// `secrets resolve`.
struct SecretsResolveCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "resolve", abstract: "End the conflict that a merge left about a secret.",
        discussion: """
            As in git, "ours" is the branch merged into, or, in a rebase, the one rebased onto. The last conflict of a
            file marks the file as resolved.

            Examples:
              eigenpal-src secrets resolve MAIL_TOKEN --theirs
              pass show mail | eigenpal-src secrets resolve MAIL_TOKEN --value-stdin
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @OptionGroup var place: PackageArguments
    @OptionGroup var cache: CacheArguments
    @Flag(help: "Take our side.") var ours = false
    @Flag(help: "Take their side.") var theirs = false
    @Flag(help: "Take a new value from standard input.") var valueStdin = false
    @Argument(help: ArgumentHelp("The secret's name.", valueName: "name")) var name: String

    func perform() async throws {
        let choices: [(Bool, ResolveSecret.Choice)] = [
            (ours, .ours), (theirs, .theirs), (valueStdin, .standardInput),
        ]
        let chosen = choices.filter(\.0)
        guard chosen.count == 1 else {
            throw ToolError.usage("choose one of --ours, --theirs and --value-stdin")
        }
        let context = try global.context()
        let report = try await ResolveSecret.run(
            context, name: name, choice: chosen[0].1, package: place.package, cacheLifetime: cache.lifetime)
        try render(report, json: answer.json, in: context)
    }
}
