import GRDB

/// A mail alias as it is stored.
public struct EmailAliasRecord: Sendable, Hashable {
    /// Its identifier, `eml_…`.
    public let id: String
    /// The agent's identifier.
    public let automation: String
    /// The address, unique whatever the case of its letters.
    public let address: String
    /// What it is for.
    public var label: String?
    /// Who may write to it, a JSON list.
    public var allowlist: String
    /// `active` or `disabled`.
    public var status: String
    /// How runs are answered by mail, a JSON object.
    public var replyConfig: String?
    /// Whether a sender must be proven.
    public var requiresSenderAuth: Bool
    /// When it was made.
    public let createdAt: Timestamp
    /// When it was changed last.
    public var updatedAt: Timestamp
}

extension SQLiteStore {
    /// Whether somebody has turned an agent's mail trigger on or off; nil leaves that to its manifest.
    public func emailTrigger(of automation: String) async throws(StoreError) -> Bool? {
        try await read { database in
            try Bool.fetchOne(
                database, sql: "SELECT isEnabled FROM emailTrigger WHERE automation = ?",
                arguments: [automation])
        }
    }

    /// Turns an agent's mail trigger on or off.
    public func setEmailTrigger(
        of automation: String, isEnabled: Bool, at moment: Timestamp
    ) async throws(StoreError) {
        try await write { database in
            try database.execute(
                sql:
                    "INSERT OR REPLACE INTO emailTrigger (automation, isEnabled, updatedAt) VALUES (?, ?, ?)",
                arguments: [automation, isEnabled, moment.milliseconds])
        }
    }

    /// Mail aliases by address, an agent's or all.
    public func emailAliases(of automation: String?) async throws(StoreError) -> [EmailAliasRecord] {
        try await read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM emailAlias WHERE ?1 IS NULL OR automation = ?1 ORDER BY address",
                arguments: [automation]
            ).map(EmailAliasRecord.init)
        }
    }

    /// Stores a new mail alias.
    ///
    /// - Throws: ``StoreError/conflict(_:)`` when the address is taken.
    public func insert(_ alias: EmailAliasRecord) async throws(StoreError) {
        try await write { database in
            try database.execute(
                sql: """
                    INSERT INTO emailAlias (id, automation, address, label, allowlist, status, replyConfig,
                        requiresSenderAuth, createdAt, updatedAt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    alias.id, alias.automation, alias.address, alias.label, alias.allowlist, alias.status,
                    alias.replyConfig, alias.requiresSenderAuth, alias.createdAt.milliseconds,
                    alias.updatedAt.milliseconds,
                ])
        }
    }

    /// Changes a mail alias of an agent as it is at that moment.
    ///
    /// - Returns: the alias as it is now; nil when there is none.
    public func updateEmailAlias(
        _ id: String, of automation: String, _ change: @escaping @Sendable (inout EmailAliasRecord) -> Void
    ) async throws(StoreError) -> EmailAliasRecord? {
        try await write { database in
            let row = try Row.fetchOne(
                database, sql: "SELECT * FROM emailAlias WHERE id = ? AND automation = ?",
                arguments: [id, automation])
            guard var alias = row.map(EmailAliasRecord.init) else { return nil }
            change(&alias)
            try database.execute(
                sql: """
                    UPDATE emailAlias SET label = ?, allowlist = ?, status = ?, replyConfig = ?,
                        requiresSenderAuth = ?, updatedAt = ? WHERE id = ?
                    """,
                arguments: [
                    alias.label, alias.allowlist, alias.status, alias.replyConfig, alias.requiresSenderAuth,
                    alias.updatedAt.milliseconds, id,
                ])
            return alias
        }
    }

    /// Removes a mail alias of an agent.
    ///
    /// - Returns: whether there was one.
    public func removeEmailAlias(_ id: String, of automation: String) async throws(StoreError) -> Bool {
        try await write { database in
            try database.execute(
                sql: "DELETE FROM emailAlias WHERE id = ? AND automation = ?", arguments: [id, automation])
            return database.changesCount > 0
        }
    }
}

extension EmailAliasRecord {
    init(_ row: Row) {
        self.init(
            id: row["id"], automation: row["automation"], address: row["address"], label: row["label"],
            allowlist: row["allowlist"], status: row["status"], replyConfig: row["replyConfig"],
            requiresSenderAuth: row["requiresSenderAuth"],
            createdAt: Timestamp(milliseconds: row["createdAt"]),
            updatedAt: Timestamp(milliseconds: row["updatedAt"]))
    }
}
