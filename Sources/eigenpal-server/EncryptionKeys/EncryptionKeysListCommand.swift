import ArgumentParser
import EigenpalServer

/// `eigenpal-server encryption-keys list`.
struct EncryptionKeysListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the encryption keys: the active one seals, every one opens.")

    @OptionGroup var data: DataArguments

    func run() async throws {
        let keys = try await KeyAdministration(dataDirectory: data.directory).encryptionKeys()
        if data.json {
            try Output.json(keys.map(ListedEncryptionKey.init))
        } else {
            try Output.table(
                ["ID", "CREATED", "STATUS"],
                keys.map { key in
                    [
                        key.id, key.createdAt.iso8601,
                        key.retiredAt.map { "retired \($0.iso8601)" } ?? "active",
                    ]
                })
        }
    }
}
