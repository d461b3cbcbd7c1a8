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

    @Argument(help: ArgumentHelp("The key's id, from `keys list`.", valueName: "id"))
    var id: String

    func run() async throws {
        let key = try await KeyAdministration(dataDirectory: data.directory).revokeAPIKey(id)
        if data.json {
            try Output.json(ListedKey(key))
        } else {
            Output.note("Revoked the API key \(key.id) (\(key.name)).")
        }
    }
}
