import GRDB

extension SQLiteStore {
    /// An automation by its identifier.
    public func automation(_ id: String) async throws(StoreError) -> Automation? {
        try await read { database in try Self.automation(id, database) }
    }

    /// An automation by its slug.
    public func automation(_ kind: Automation.Kind, slug: String) async throws(StoreError) -> Automation? {
        try await read { database in
            try Row.fetchOne(
                database, sql: "SELECT * FROM automation WHERE kind = ? AND slug = ?",
                arguments: [kind.rawValue, slug]
            ).map(Automation.init)
        }
    }

    /// Every automation of a kind, by slug.
    public func automations(_ kind: Automation.Kind) async throws(StoreError) -> [Automation] {
        try await read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM automation WHERE kind = ? ORDER BY slug",
                arguments: [kind.rawValue]
            ).map(Automation.init)
        }
    }

    /// Stores a new automation.
    public func insert(_ automation: Automation) async throws(StoreError) {
        try await write { database in
            try database.execute(
                sql: """
                    INSERT INTO automation (id, kind, slug, name, summary, config, status, createdAt, updatedAt)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    automation.id, automation.kind.rawValue, automation.slug, automation.name,
                    automation.summary,
                    automation.config, automation.status.rawValue, automation.createdAt.milliseconds,
                    automation.updatedAt.milliseconds,
                ])
        }
    }

    /// Changes an automation as it is at that moment, so that two changes at once both hold.
    public func updateAutomation(
        _ id: String, _ change: @escaping @Sendable (inout Automation) -> Void
    ) async throws(StoreError) -> Automation? {
        try await write { database in
            guard var automation = try Self.automation(id, database) else { return nil }
            change(&automation)
            try database.execute(
                sql: """
                    UPDATE automation SET name = ?, summary = ?, config = ?, status = ?, updatedAt = ? WHERE id = ?
                    """,
                arguments: [
                    automation.name, automation.summary, automation.config, automation.status.rawValue,
                    automation.updatedAt.milliseconds, id,
                ])
            return automation
        }
    }

    private static func automation(_ id: String, _ database: Database) throws -> Automation? {
        try Row.fetchOne(database, sql: "SELECT * FROM automation WHERE id = ?", arguments: [id])
            .map(Automation.init)
    }
}

extension Automation {
    init(_ row: Row) throws {
        let storedKind: String = row["kind"]
        let storedStatus: String = row["status"]
        guard let kind = Kind(rawValue: storedKind), let status = Status(rawValue: storedStatus) else {
            throw StoreError.failed("automation \(row["id"] as String): \(storedKind), \(storedStatus)")
        }
        self.init(
            id: row["id"], kind: kind, slug: row["slug"], name: row["name"], summary: row["summary"],
            config: row["config"], status: status, createdAt: Timestamp(milliseconds: row["createdAt"]),
            updatedAt: Timestamp(milliseconds: row["updatedAt"]))
    }
}
