import ArgumentParser
import SourceTool

/// `secrets run`.
struct SecretsRunCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a program with secrets in its environment.",
        discussion: """
            The secrets are in the program's environment and nowhere else. This process becomes the program: signals and the
            exit code are the program's. 127: there is no such program; 126: it cannot be run; 1: a secret cannot be had, or two
            packages define one differently.

            Examples:
              eigenpal-src secrets run -- ./try-it --fast
              eigenpal-src secrets run --package agents/invoice --package agents/pay -- env
              eigenpal-src secrets run --with-dependencies \\
                  --only MAIL_TOKEN,MAIL_HOST -- npm test
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var cache: CacheArguments
    @Option(
        help: ArgumentHelp(
            "A package; the one you stand in by default. May be repeated.", valueName: "package"))
    var package: [String] = []
    @Flag(help: "Also the secrets of the packages that these depend on, as released.") var withDependencies =
        false
    @Option(help: ArgumentHelp("Only these secrets, separated by commas.", valueName: "names")) var only:
        [String] = []
    @Argument(
        parsing: .postTerminator, help: ArgumentHelp("The program and its arguments.", valueName: "command"))
    var command: [String] = []

    func perform() async throws {
        let context = try global.context()
        try await RunWithSecrets.run(
            context,
            .init(
                command: command, packages: package, withDependencies: withDependencies, only: only,
                cacheLifetime: cache.lifetime))
    }
}
