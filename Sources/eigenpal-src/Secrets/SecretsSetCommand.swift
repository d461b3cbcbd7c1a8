import ArgumentParser
import SourceTool

/// `secrets set`.
struct SecretsSetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Encrypt a secret into a package.",
        discussion: """
            The value is typed at a prompt that does not show it, or read from standard input (less one line break at
            its end) or a file (byte for byte); it is never an argument. It is UTF-8 text of at most 64 KiB.

            Examples:
              eigenpal-src secrets set MAIL_TOKEN --package agents/invoice
              pass show mail | eigenpal-src secrets set MAIL_TOKEN --stdin --description "Sends the summary"
              eigenpal-src secrets set TLS_KEY --value-file key.pem
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Option(help: ArgumentHelp("The package; the one you stand in by default.", valueName: "package"))
    var package: String?
    @Flag(name: .customLong("stdin"), help: "Read the value from standard input.") var readsInput = false
    @Option(
        name: .customLong("value-file"), help: ArgumentHelp("Read the value from a file.", valueName: "file"))
    var valueFile: String?
    @Option(help: "What the secret is for; kept where it is not given.") var description: String?
    @Argument(help: ArgumentHelp("The secret's name, such as MAIL_TOKEN.", valueName: "name")) var name:
        String

    // Understood to be refused with the reason, instead of an error that repeats the value.
    @Option(name: .customLong("value"), help: .hidden) var value: String?
    @Argument(help: .hidden) var more: [String] = []

    func run() async throws {
        let context = try global.context()
        let source = try SecretValue.Source(
            readsInput: readsInput, valueFile: valueFile, hasArgument: value != nil || !more.isEmpty)
        let report = try await SetSecret.run(
            context, name: name, package: package, from: source, description: description)
        try render(report, json: answer.json, in: context)
    }
}
