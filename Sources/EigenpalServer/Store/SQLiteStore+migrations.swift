import GRDB

extension SQLiteStore {
    /// The tables, step by step; a step that was released is never changed.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 organization, keys, automations") { database in
            try database.create(table: "organization") { table in
                table.primaryKey("id", .text)
                table.column("slug", .text).notNull().unique()
                table.column("createdAt", .integer).notNull()
            }
            try database.create(table: "apiKey") { table in
                table.primaryKey("id", .text)
                table.column("name", .text).notNull()
                table.column("hash", .blob).notNull()
                table.column("createdAt", .integer).notNull()
                table.column("lastUsedAt", .integer)
                table.column("revokedAt", .integer)
            }
            try database.create(table: "encryptionKey") { table in
                table.primaryKey("id", .text)
                table.column("wrapped", .blob).notNull()
                table.column("createdAt", .integer).notNull()
                table.column("retiredAt", .integer)
            }
            // At most one key is active, whoever writes.
            try database.execute(
                sql: """
                    CREATE UNIQUE INDEX activeEncryptionKey ON encryptionKey ((retiredAt IS NULL))
                    WHERE retiredAt IS NULL
                    """)
            try database.create(table: "automation") { table in
                table.primaryKey("id", .text)
                table.column("kind", .text).notNull()
                table.column("slug", .text).notNull()
                table.column("name", .text).notNull()
                table.column("summary", .text)
                table.column("config", .text).notNull()
                table.column("status", .text).notNull()
                table.column("createdAt", .integer).notNull()
                table.column("updatedAt", .integer).notNull()
                table.uniqueKey(["kind", "slug"])
            }
        }
        migrator.registerMigration("2 runs, mail triggers") { database in
            try makeRunTables(database)
            try makeEmailTables(database)
        }
        migrator.registerMigration("3 runs in order") { database in
            // The table is in this order too, but a page far down would pass over its wide rows.
            try database.create(index: "run_sequence", on: "run", columns: ["sequence"])
        }
        return migrator
    }
}
