import GRDB

extension SQLiteStore {
    /// The organization; nil before the first start has finished.
    public func organization() async throws(StoreError) -> Organization? {
        try await read { database in
            try Row.fetchOne(database, sql: "SELECT id, slug FROM organization LIMIT 1")
                .map { Organization(id: $0["id"], slug: $0["slug"]) }
        }
    }

    /// Stores an organization with its first keys, all or nothing.
    public func initialize(
        _ organization: Organization, encryptionKey: EncryptionKey, apiKey: APIKey
    ) async throws(StoreError) {
        try await write { database in
            guard try Row.fetchOne(database, sql: "SELECT id FROM organization LIMIT 1") == nil else {
                throw StoreError.conflict("organization")
            }
            try database.execute(
                sql: "INSERT INTO organization (id, slug, createdAt) VALUES (?, ?, ?)",
                arguments: [organization.id, organization.slug, apiKey.createdAt.milliseconds])
            try Self.insert(encryptionKey, database)
            try Self.insert(apiKey, database)
        }
    }
}
