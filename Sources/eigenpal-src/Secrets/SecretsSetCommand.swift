import ArgumentParser
import SourceTool

/// `secrets set`.
struct SecretsSetCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Encrypt a secret, or several, into a package.",
        discussion: """
            The value is typed at a prompt that does not show it, or read from standard input (less one line break at
            its end) or a file (byte for byte); it is never an argument. It is UTF-8 text of at most 64 KiB. A value \
            that the secret has already changes nothing.

            Examples:
              eigenpal-src secrets set MAIL_TOKEN --package agents/invoice
              pass show mail | eigenpal-src secrets set MAIL_TOKEN --stdin --description "Sends the summary"
              eigenpal-src secrets set TLS_KEY --value-file key.pem --queue
              eigenpal-src secrets set MAIL_TOKEN MAIL_HOST --env-file .env
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @OptionGroup var place: PackageArguments
    @OptionGroup var cache: CacheArguments
    @OptionGroup var queue: QueueArguments
    @Flag(name: .customLong("stdin"), help: "Read the value from standard input.") var readsInput = false
    @Option(
        name: .customLong("value-file"), help: ArgumentHelp("Read the value from a file.", valueName: "file"))
    var valueFile: String?
    @Option(
        name: .customLong("env-file"),
        help: ArgumentHelp("Set the named variables of a .env file, or all.", valueName: "file"))
    var environmentFile: String?
    @Flag(
        name: .customLong("json-stdin"),
        help: "Set the named members of a JSON object on standard input, or all.")
    var readsJSON = false
    @Option(help: "What the secret is for; kept where it is not given.") var description: String?
    @Argument(help: ArgumentHelp("The secret's name, such as MAIL_TOKEN.", valueName: "name"))
    var names: [String] = []

    // Understood to be refused with the reason, instead of an error that repeats the value.
    @Option(name: .customLong("value"), help: .hidden) var value: String?

    func perform() async throws {
        let context = try global.context()
        let source = try SecretValue.Source(
            readsInput: readsInput, valueFile: valueFile, environmentFile: environmentFile,
            readsJSON: readsJSON,
            names: names, hasArgument: value != nil)
        let report = try await SetSecret.run(
            context,
            .init(
                names: names, package: place.package, source: source, description: description,
                way: try queue.way(),
                cacheLifetime: cache.lifetime))
        try render(report, json: answer.json, in: context)
    }
}
