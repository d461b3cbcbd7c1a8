import ArgumentParser
import EigenpalServer

/// `eigenpal-server keys create`.
struct KeysCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make an API key and print it, this once.",
        discussion: """
            Example:
              eigenpal-server keys create --data ./data --name ci
            """)

    @OptionGroup var data: DataArguments

    @Option(help: "What to call the key in lists.")
    var name = "unnamed"

    func run() async throws {
        let administration = try await KeyAdministration(dataDirectory: data.directory)
        let made = try await administration.createAPIKey(name: name)
        do {
            if data.json {
                try Output.json(
                    CreatedKey(
                        createdAt: made.key.createdAt.iso8601, id: made.key.id, key: made.token.text,
                        name: made.key.name))
            } else {
                Output.note("Made the API key \(made.key.id) (\(made.key.name)), shown this once:")
                try Output.answer(made.token.text)
            }
        } catch {
            // A key that nobody has seen must not stay in force.
            _ = try await administration.revokeAPIKey(made.key.id)
            throw ServerError(
                "\(error)\nThe API key \(made.key.id) could not be shown, and is revoked.",
                next: "Run: eigenpal-server keys create --data '\(data.directory)'")
        }
    }

    private struct CreatedKey: Encodable {
        let createdAt: String
        let id: String
        let key: String
        let name: String
    }
}
