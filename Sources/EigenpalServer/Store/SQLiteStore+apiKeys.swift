#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import GRDB

extension SQLiteStore {
    /// An API key, revoked or not.
    public func apiKey(_ id: String) async throws(StoreError) -> APIKey? {
        try await memory.apiKey(id) { () async throws(StoreError) in
            try await read { database in try Self.apiKey(id, database) }
        }
    }

    /// Every API key, the oldest first.
    public func apiKeys() async throws(StoreError) -> [APIKey] {
        try await read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM apiKey ORDER BY createdAt, rowid").map(APIKey.init)
        }
    }

    /// Stores a new API key.
    public func insert(_ key: APIKey) async throws(StoreError) {
        try await write { database in try Self.insert(key, database) }
    }

    /// Revokes an API key; one that is revoked keeps its date.
    public func revokeAPIKey(_ id: String, at moment: Timestamp) async throws(StoreError) -> APIKey? {
        try await write { database in
            try database.execute(
                sql: "UPDATE apiKey SET revokedAt = ? WHERE id = ? AND revokedAt IS NULL",
                arguments: [moment.milliseconds, id])
            return try Self.apiKey(id, database)
        }
    }

    /// Notes that an API key was used, unless that was noted after `earliest`.
    public func noteUse(
        ofAPIKey id: String, at moment: Timestamp, unlessAfter earliest: Timestamp
    ) async throws(StoreError) {
        try await write { database in
            try database.execute(
                sql:
                    "UPDATE apiKey SET lastUsedAt = ? WHERE id = ? AND (lastUsedAt IS NULL OR lastUsedAt <= ?)",
                arguments: [moment.milliseconds, id, earliest.milliseconds])
        }
    }

    static func insert(_ key: APIKey, _ database: Database) throws {
        try database.execute(
            sql:
                "INSERT INTO apiKey (id, name, hash, createdAt, lastUsedAt, revokedAt) VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [
                key.id, key.name, Data(key.hash), key.createdAt.milliseconds, key.lastUsedAt?.milliseconds,
                key.revokedAt?.milliseconds,
            ])
    }

    private static func apiKey(_ id: String, _ database: Database) throws -> APIKey? {
        try Row.fetchOne(database, sql: "SELECT * FROM apiKey WHERE id = ?", arguments: [id]).map(APIKey.init)
    }
}

extension APIKey {
    init(_ row: Row) {
        self.init(
            id: row["id"], name: row["name"], hash: Array(row["hash"] as Data),
            createdAt: Timestamp(milliseconds: row["createdAt"]),
            lastUsedAt: (row["lastUsedAt"] as Int64?).map(Timestamp.init),
            revokedAt: (row["revokedAt"] as Int64?).map(Timestamp.init))
    }
}
