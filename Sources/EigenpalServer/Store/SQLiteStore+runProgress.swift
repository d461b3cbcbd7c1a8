import EigenpalAPI
import GRDB

extension SQLiteStore {
    /// Takes the oldest run that waits, which is running from then on. No two callers get the same.
    public func claimRun(at moment: Timestamp) async throws(StoreError) -> RunRecord? {
        try await write { database in
            try Row.fetchOne(
                database,
                sql: """
                    UPDATE run SET status = 'running', startedAt = ?
                    WHERE sequence = (SELECT MIN(sequence) FROM run WHERE status = 'pending')
                    RETURNING \(RunRecord.columns)
                    """, arguments: [moment.milliseconds]
            ).map(RunRecord.init)
        }
    }

    /// Moves a run from one status to another.
    ///
    /// - Returns: whether it had the first one.
    public func moveRun(
        _ id: String, from old: ExecutionStatus, to new: ExecutionStatus
    ) async throws(StoreError) -> Bool {
        try await write { database in
            try database.execute(
                sql: "UPDATE run SET status = ? WHERE id = ? AND status = ?",
                arguments: [new.rawValue, id, old.rawValue])
            return database.changesCount > 0
        }
    }

    /// Asks for a run's end: one that waits has ended at once, one that is under way gets a mark.
    ///
    /// - Returns: the run before and after; nil when there is none.
    public func requestCancellation(
        of id: String, at moment: Timestamp
    ) async throws(StoreError) -> (before: RunRecord, after: RunRecord)? {
        try await write { database in
            guard let before = try Self.run(id, database) else { return nil }
            try database.execute(
                sql: """
                    UPDATE run SET
                        status = CASE WHEN status IN ('created', 'pending') THEN 'cancelled' ELSE status END,
                        completedAt = CASE WHEN status IN ('created', 'pending') THEN ? ELSE completedAt END,
                        cancelRequestedAt = COALESCE(cancelRequestedAt, ?)
                    WHERE id = ? AND completedAt IS NULL
                    """, arguments: [moment.milliseconds, moment.milliseconds, id])
            guard let after = try Self.run(id, database) else { return nil }
            return (before, after)
        }
    }

    /// Ends a run that has not ended yet.
    ///
    /// - Returns: whether this call ended it.
    public func endRun(
        _ id: String, _ ending: RunEnding, at moment: Timestamp
    ) async throws(StoreError) -> Bool {
        try await write { database in
            try database.execute(
                sql: """
                    UPDATE run SET status = ?, error = ?, schemaValid = ?, completedAt = ?
                    WHERE id = ? AND completedAt IS NULL
                    """,
                arguments: [
                    ending.status.rawValue, ending.error, ending.schemaValid, moment.milliseconds, id,
                ])
            guard database.changesCount > 0 else { return false }
            try database.execute(
                sql: "UPDATE runDetail SET output = ?, observability = ? WHERE run = ?",
                arguments: [ending.output, ending.observability, id])
            for file in ending.artifacts {
                try Self.insert(file, of: id, into: "runArtifact", database)
            }
            return true
        }
    }

    /// Runs that a server had begun with, or not finished making, the oldest first.
    public func runsUnderWay() async throws(StoreError) -> [RunRecord] {
        try await read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT \(RunRecord.columns) FROM run WHERE status IN ('created', 'running', 'waiting', 'finalizing')
                    ORDER BY sequence
                    """
            ).map(RunRecord.init)
        }
    }

    /// How many runs wait.
    public func waitingRuns() async throws(StoreError) -> Int {
        try await read { database in
            try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM run WHERE status = 'pending'") ?? 0
        }
    }
}
