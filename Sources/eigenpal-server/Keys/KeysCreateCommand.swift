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
        let made = try await KeyAdministration(dataDirectory: data.directory).createAPIKey(name: name)
        if data.json {
            try Output.json(
                CreatedKey(
                    createdAt: made.key.createdAt.iso8601, id: made.key.id, key: made.token.text,
                    name: made.key.name))
        } else {
            Output.note("Made the API key \(made.key.id) (\(made.key.name)), shown this once:")
            Output.answer(made.token.text)
        }
    }

    private struct CreatedKey: Encodable {
        let createdAt: String
        let id: String
        let key: String
        let name: String
    }
}
