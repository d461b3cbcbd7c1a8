#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import GRDB

extension SQLiteStore {
    /// The key that seals; nil before the first start has finished.
    public func activeEncryptionKey() async throws(StoreError) -> EncryptionKey? {
        try await memory.activeEncryptionKey { () async throws(StoreError) in
            try await read { database in
                try Row.fetchOne(database, sql: "SELECT * FROM encryptionKey WHERE retiredAt IS NULL")
                    .map(EncryptionKey.init)
            }
        }
    }

    /// Every encryption key, the oldest first.
    public func encryptionKeys() async throws(StoreError) -> [EncryptionKey] {
        try await read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM encryptionKey ORDER BY createdAt, rowid")
                .map(EncryptionKey.init)
        }
    }

    /// Retires the active encryption key and stores a new one in its place, in one step.
    public func rotate(to key: EncryptionKey) async throws(StoreError) {
        try await write { database in
            try database.execute(
                sql: "UPDATE encryptionKey SET retiredAt = ? WHERE retiredAt IS NULL",
                arguments: [key.createdAt.milliseconds])
            try Self.insert(key, database)
        }
    }

    static func insert(_ key: EncryptionKey, _ database: Database) throws {
        try database.execute(
            sql: "INSERT INTO encryptionKey (id, wrapped, createdAt, retiredAt) VALUES (?, ?, ?, ?)",
            arguments: [
                key.id, Data(key.wrapped), key.createdAt.milliseconds, key.retiredAt?.milliseconds,
            ])
    }
}

extension EncryptionKey {
    init(_ row: Row) {
        self.init(
            id: row["id"], wrapped: Array(row["wrapped"] as Data),
            createdAt: Timestamp(milliseconds: row["createdAt"]),
            retiredAt: (row["retiredAt"] as Int64?).map(Timestamp.init))
    }
}
