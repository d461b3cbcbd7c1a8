import ArgumentParser
import EigenpalServer

/// `eigenpal-server encryption-keys`.
struct EncryptionKeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encryption-keys",
        abstract: "List and rotate the organization's encryption keys; the server may be running.",
        discussion: """
            Examples:
              eigenpal-server encryption-keys list --data ./data
              eigenpal-server encryption-keys rotate --data ./data
            """,
        subcommands: [EncryptionKeysListCommand.self, EncryptionKeysRotateCommand.self])
}

/// An encryption key in JSON, without the key.
struct ListedEncryptionKey: Encodable {
    private let id: String
    private let active: Bool
    private let createdAt: String
    private let retiredAt: String?

    init(_ key: EncryptionKey) {
        id = key.id
        active = key.retiredAt == nil
        createdAt = key.createdAt.iso8601
        retiredAt = key.retiredAt?.iso8601
    }

    private enum Name: String, CodingKey { case id, active, createdAt, retiredAt }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Name.self)
        try container.encode(id, forKey: .id)
        try container.encode(active, forKey: .active)
        try container.encode(createdAt, forKey: .createdAt)
        try container.encode(retiredAt, forKey: .retiredAt)
    }
}
