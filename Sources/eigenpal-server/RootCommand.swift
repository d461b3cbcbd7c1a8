import ArgumentParser

/// `eigenpal-server`.
struct RootCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eigenpal-server",
        abstract: "An organization's own EigenPal server: its source repository, secrets and API.",
        discussion: """
            Examples:
              eigenpal-server serve --data ./data
              eigenpal-server keys create --data ./data --name ci
              eigenpal-server encryption-keys rotate --data ./data
            """,
        version: "0.1.0",
        subcommands: [
            ServeCommand.self, KeysCommand.self, EncryptionKeysCommand.self, HookCommand.self,
            SuperviseCommand.self,
        ])
}

/// The options of every command that looks into a data directory.
struct DataArguments: ParsableArguments {
    @Option(name: .customLong("data"), help: ArgumentHelp("The server's data directory.", valueName: "dir"))
    var directory: String

    @Flag(help: "Answer in JSON.")
    var json = false
}
