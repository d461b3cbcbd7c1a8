import ArgumentParser
import EigenpalServer

/// `eigenpal-server keys list`.
struct KeysListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the API keys, revoked ones too.")

    @OptionGroup var data: DataArguments

    func run() async throws {
        let keys = try await KeyAdministration(dataDirectory: data.directory).apiKeys()
        if data.json {
            try Output.json(keys.map(ListedKey.init))
        } else {
            try Output.table(
                ["ID", "NAME", "CREATED", "LAST USED", "STATUS"],
                keys.map { key in
                    [
                        key.id, key.name, key.createdAt.iso8601, key.lastUsedAt?.iso8601 ?? "never",
                        key.revokedAt.map { "revoked \($0.iso8601)" } ?? "active",
                    ]
                })
        }
    }
}

/// An API key in JSON: everything about it but what it could be forged from.
struct ListedKey: Encodable {
    private let id: String
    private let name: String
    private let createdAt: String
    private let lastUsedAt: String?
    private let revokedAt: String?

    init(_ key: APIKey) {
        id = key.id
        name = key.name
        createdAt = key.createdAt.iso8601
        lastUsedAt = key.lastUsedAt?.iso8601
        revokedAt = key.revokedAt?.iso8601
    }

    private enum Name: String, CodingKey { case id, name, createdAt, lastUsedAt, revokedAt }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Name.self)
        try container.encode(id, forKey: .id)
        try container.encode(name, forKey: .name)
        try container.encode(createdAt, forKey: .createdAt)
        try container.encode(lastUsedAt, forKey: .lastUsedAt)
        try container.encode(revokedAt, forKey: .revokedAt)
    }
}
