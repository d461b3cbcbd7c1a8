import ArgumentParser

/// `eigenpal-server keys`.
struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Make, list and revoke API keys; the server may be running.",
        discussion: """
            Examples:
              eigenpal-server keys create --data ./data --name ci
              eigenpal-server keys list --data ./data
              eigenpal-server keys revoke ci --data ./data
            """,
        subcommands: [KeysCreateCommand.self, KeysListCommand.self, KeysRevokeCommand.self])
}
