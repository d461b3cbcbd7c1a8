import GRDB

extension SQLiteStore {
    /// The files that a run was given, in order.
    public func inputFiles(of run: String) async throws(StoreError) -> [RunInputFile] {
        try await read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM runInputFile WHERE run = ? ORDER BY rowid", arguments: [run]
            ).map(RunInputFile.init)
        }
    }

    /// A file that some run was given.
    public func inputFile(_ id: String) async throws(StoreError) -> RunInputFile? {
        try await read { database in
            try Row.fetchOne(database, sql: "SELECT * FROM runInputFile WHERE id = ?", arguments: [id])
                .map(RunInputFile.init)
        }
    }

    /// Gives a run that was not started yet another file.
    ///
    /// - Returns: whether it was not started yet.
    public func addInputFile(_ file: RunInputFile) async throws(StoreError) -> Bool {
        try await write { database in
            guard try Self.isWaiting(file.run, database) else { return false }
            try Self.insert(file, database)
            return true
        }
    }

    /// Takes a file from a run that was not started yet.
    ///
    /// - Returns: whether it was not started yet; nil when it has no such file.
    public func removeInputFile(_ id: String, of run: String) async throws(StoreError) -> Bool? {
        try await write { database in
            let isThere = try Bool.fetchOne(
                database, sql: "SELECT TRUE FROM runInputFile WHERE id = ? AND run = ?", arguments: [id, run])
            guard isThere != nil else { return nil }
            guard try Self.isWaiting(run, database) else { return false }
            try database.execute(sql: "DELETE FROM runInputFile WHERE id = ?", arguments: [id])
            return true
        }
    }

    /// What a run left behind, by path.
    public func artifacts(of run: String) async throws(StoreError) -> [RunStoredFile] {
        try await files("runArtifact", of: run)
    }

    /// What is expected of a run, by name.
    public func expectedFiles(of run: String) async throws(StoreError) -> [RunStoredFile] {
        try await files("runExpectedFile", of: run)
    }

    /// Expects files of a run, in place of those of the same names.
    ///
    /// - Returns: the names on disk of those they replace.
    public func putExpectedFiles(
        _ files: [RunStoredFile], of run: String
    ) async throws(StoreError) -> [String] {
        try await write { database in
            var replaced: [String] = []
            for file in files {
                let old = try String.fetchOne(
                    database, sql: "SELECT diskName FROM runExpectedFile WHERE run = ? AND path = ?",
                    arguments: [run, file.path])
                if let old { replaced.append(old) }
                try database.execute(
                    sql: "DELETE FROM runExpectedFile WHERE run = ? AND path = ?",
                    arguments: [run, file.path])
                try Self.insert(file, of: run, into: "runExpectedFile", database)
            }
            return replaced
        }
    }

    /// Gives an expected file another name.
    ///
    /// - Returns: the file as it is now; nil when there is none of the old name.
    /// - Throws: ``StoreError/conflict(_:)`` when there is one of the new name.
    public func renameExpectedFile(
        _ name: String, to new: String, of run: String, contentType: String
    ) async throws(StoreError) -> RunStoredFile? {
        try await write { database in
            guard try name == new || Self.expectedFile(new, of: run, database) == nil else {
                throw StoreError.conflict(new)
            }
            try database.execute(
                sql: "UPDATE runExpectedFile SET path = ?, contentType = ? WHERE run = ? AND path = ?",
                arguments: [new, contentType, run, name])
            return try Self.expectedFile(new, of: run, database)
        }
    }

    /// Expects a file no longer.
    ///
    /// - Returns: what it was; nil when it was not expected.
    public func removeExpectedFile(
        _ name: String, of run: String
    ) async throws(StoreError) -> RunStoredFile? {
        try await write { database in
            guard let file = try Self.expectedFile(name, of: run, database) else { return nil }
            try database.execute(
                sql: "DELETE FROM runExpectedFile WHERE run = ? AND path = ?", arguments: [run, name])
            return file
        }
    }

    static func insert(_ file: RunInputFile, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO runInputFile (id, run, inputName, filename, mimeType, size, isListed)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                file.id, file.run, file.inputName, file.filename, file.mimeType, file.size, file.isListed,
            ])
    }

    static func insert(
        _ file: RunStoredFile, of run: String, into table: String, _ database: Database
    ) throws {
        try database.execute(
            sql: "INSERT INTO \(table) (run, path, size, contentType, diskName) VALUES (?, ?, ?, ?, ?)",
            arguments: [run, file.path, file.size, file.contentType, file.diskName])
    }

    private func files(_ table: String, of run: String) async throws(StoreError) -> [RunStoredFile] {
        try await read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM \(table) WHERE run = ? ORDER BY path", arguments: [run]
            ).map(RunStoredFile.init)
        }
    }

    private static func isWaiting(_ run: String, _ database: Database) throws -> Bool {
        try Bool.fetchOne(
            database, sql: "SELECT status IN ('created', 'pending') FROM run WHERE id = ?", arguments: [run])
            ?? false
    }

    private static func expectedFile(
        _ name: String, of run: String, _ database: Database
    ) throws -> RunStoredFile? {
        try Row.fetchOne(
            database, sql: "SELECT * FROM runExpectedFile WHERE run = ? AND path = ?", arguments: [run, name]
        ).map(RunStoredFile.init)
    }
}
