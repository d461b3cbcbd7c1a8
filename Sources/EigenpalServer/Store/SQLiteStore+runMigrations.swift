import GRDB

extension SQLiteStore {
    /// The tables of runs. What lists do not tell is kept apart, so that a page of a list reads small rows.
    static func makeRunTables(_ database: Database) throws {
        try database.create(table: "run") { table in
            table.autoIncrementedPrimaryKey("sequence")
            table.column("id", .text).notNull().unique()
            table.column("kind", .text).notNull()
            table.column("sourceID", .text).notNull()
            table.column("slug", .text).notNull()
            table.column("name", .text).notNull()
            table.column("model", .text)
            table.column("requestedRef", .text).notNull()
            table.column("resolvedRef", .text).notNull()
            table.column("resolvedTag", .text)
            table.column("commitID", .text).notNull()
            table.column("status", .text).notNull()
            table.column("schemaValid", .boolean)
            table.column("createdAt", .integer).notNull()
            table.column("startedAt", .integer)
            table.column("completedAt", .integer)
            table.column("cancelRequestedAt", .integer)
            table.column("triggerType", .text).notNull()
            table.column("actorID", .text).notNull()
            table.column("actorName", .text).notNull()
            table.column("batchID", .text)
            table.column("exampleID", .text)
            table.column("annotation", .text)
            table.column("error", .text)
            table.column("retryNumber", .integer).notNull()
            table.column("previousRun", .text)
        }
        for column in [
            "kind", "slug", "status", "batchID", "exampleID", "previousRun", "createdAt", "completedAt",
        ] {
            try database.create(index: "run_\(column)", on: "run", columns: [column])
        }
        try database.create(table: "runDetail") { table in
            table.primaryKey("run", .text).references("run", column: "id", onDelete: .cascade)
            table.column("input", .text).notNull()
            table.column("metadata", .text)
            table.column("overrides", .text)
            table.column("lockfile", .text).notNull()
            table.column("definition", .text)
            table.column("output", .text)
            table.column("observability", .text)
            table.column("expectedOutput", .text)
            table.column("feedback", .text)
        }
        try database.create(table: "runInputFile") { table in
            table.primaryKey("id", .text)
            table.column("run", .text).notNull().references("run", column: "id", onDelete: .cascade)
            table.column("inputName", .text)
            table.column("filename", .text).notNull()
            table.column("mimeType", .text)
            table.column("size", .integer).notNull()
            table.column("isListed", .boolean).notNull()
        }
        try database.create(index: "runInputFile_run", on: "runInputFile", columns: ["run"])
        for name in ["runArtifact", "runExpectedFile"] {
            try database.create(table: name) { table in
                table.column("run", .text).notNull().references("run", column: "id", onDelete: .cascade)
                table.column("path", .text).notNull()
                table.column("size", .integer).notNull()
                table.column("contentType", .text).notNull()
                table.column("diskName", .text)
                table.primaryKey(["run", "path"])
            }
        }
    }

    /// The tables of mail triggers.
    static func makeEmailTables(_ database: Database) throws {
        try database.create(table: "emailTrigger") { table in
            table.primaryKey("automation", .text).references("automation", column: "id", onDelete: .cascade)
            table.column("isEnabled", .boolean).notNull()
            table.column("updatedAt", .integer).notNull()
        }
        try database.create(table: "emailAlias") { table in
            table.primaryKey("id", .text)
            table.column("automation", .text).notNull()
                .references("automation", column: "id", onDelete: .cascade)
            table.column("address", .text).notNull().unique().collate(.nocase)
            table.column("label", .text)
            table.column("allowlist", .text).notNull()
            table.column("status", .text).notNull()
            table.column("replyConfig", .text)
            table.column("requiresSenderAuth", .boolean).notNull()
            table.column("createdAt", .integer).notNull()
            table.column("updatedAt", .integer).notNull()
        }
    }
}
