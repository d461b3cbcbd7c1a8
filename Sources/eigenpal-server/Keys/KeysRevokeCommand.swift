import ArgumentParser
import EigenpalServer

/// `eigenpal-server keys revoke`.
struct KeysRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Revoke an API key; it stops working at once.",
        discussion: """
            Example:
              eigenpal-server keys revoke key_abcdefghijklmnop --data ./data
            """)

    @OptionGroup var data: DataArguments

    @Argument(help: ArgumentHelp("The key's id, from `keys list`, or its name.", valueName: "id-or-name"))
    var idOrName: String

    func run() async throws {
        let key = try await KeyAdministration(dataDirectory: data.directory).revokeAPIKey(idOrName)
        if data.json {
            try Output.json(ListedKey(key))
        } else {
            Output.note("Revoked the API key \(key.id) (\(key.name)).")
        }
    }
}
