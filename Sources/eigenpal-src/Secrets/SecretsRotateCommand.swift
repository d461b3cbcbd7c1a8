import ArgumentParser
import SourceTool

/// `secrets rotate`.
struct SecretsRotateCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate", abstract: "Encrypt anew what is not under the organization's active key.",
        discussion: """
            Shows what would be encrypted anew and asks; --yes where there is no terminal. Secrets under the active key are not
            touched.

            Examples:
              eigenpal-src secrets rotate --all --dry-run
              eigenpal-src secrets rotate --all --yes
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @OptionGroup var place: PackageArguments
    @OptionGroup var cache: CacheArguments
    @Flag(help: "The secrets of every package.") var all = false
    @Flag(help: "Do not ask.") var yes = false
    @Flag(help: "Only show what would be done.") var dryRun = false

    func perform() async throws {
        let context = try global.context()
        let report = try await RotateSecrets.run(
            context, package: place.package, all: all, isConfirmed: yes, isDryRun: dryRun,
            cacheLifetime: cache.lifetime)
        try render(report, json: answer.json, in: context)
    }
}
