import EigenpalAPI
import GRDB
import SourceFormat

extension SQLiteStore {
    /// A run by its identifier.
    public func run(_ id: String) async throws(StoreError) -> RunRecord? {
        try await read { database in try Self.run(id, database) }
    }

    /// What only a run's own page tells.
    public func runDetail(_ id: String) async throws(StoreError) -> RunDetail? {
        try await read { database in
            try Row.fetchOne(database, sql: "SELECT * FROM runDetail WHERE run = ?", arguments: [id])
                .map(RunDetail.init)
        }
    }

    /// Runs, the newest first, and the newest repetition of each.
    public func runs(
        _ filter: RunFilter
    ) async throws(StoreError) -> [(run: RunRecord, next: RunRepetition?)] {
        try await read { database in
            let (sql, arguments) = Self.page(filter)
            let runs = try Row.fetchAll(database, sql: sql, arguments: arguments).map(RunRecord.init)
            let repetitions = try Self.repetitions(of: runs.map(\.id), database)
            return runs.map { ($0, repetitions[$0.id]) }
        }
    }

    /// The query for a page of runs. Rows are read for the page alone; what is passed over is counted in an index.
    static func page(_ filter: RunFilter) -> (sql: String, arguments: StatementArguments) {
        let (condition, arguments) = filter.condition
        let sql = """
            SELECT \(RunRecord.columns) FROM run WHERE sequence IN
            (SELECT sequence FROM run WHERE \(condition) ORDER BY sequence DESC LIMIT ? OFFSET ?)
            ORDER BY sequence DESC
            """
        return (sql, arguments + [filter.limit, filter.offset])
    }

    /// The newest run that repeats another.
    public func repetition(of id: String) async throws(StoreError) -> RunRepetition? {
        try await read { database in try Self.repetitions(of: [id], database)[id] }
    }

    /// Stores a new run with what it was given.
    ///
    /// - Returns: the run with its sequence.
    public func insert(
        _ run: RunRecord, _ detail: RunDetail, files: [RunInputFile]
    ) async throws(StoreError) -> RunRecord {
        try await write { database in
            try database.execute(
                sql: """
                    INSERT INTO run (id, kind, sourceID, slug, name, model, requestedRef, resolvedRef, resolvedTag,
                        commitID, status, createdAt, triggerType, actorID, actorName, batchID, exampleID, annotation,
                        retryNumber, previousRun)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    run.id, run.kind.rawValue, run.origin.id, run.origin.slug, run.origin.name,
                    run.origin.model, run.origin.requestedRef, run.origin.resolvedRef, run.origin.resolvedTag,
                    run.origin.commit, run.status.rawValue, run.createdAt.milliseconds, run.trigger,
                    run.actor.id, run.actor.name, run.batchID, run.exampleID, run.annotation, run.retryNumber,
                    run.previousRun,
                ])
            var stored = run
            stored.sequence = database.lastInsertedRowID
            try database.execute(
                sql: """
                    INSERT INTO runDetail (run, input, metadata, overrides, lockfile, definition, expectedOutput)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    run.id, detail.input, detail.metadata, detail.overrides, detail.lockfile,
                    detail.definition, detail.expectedOutput,
                ])
            for file in files { try Self.insert(file, database) }
            return stored
        }
    }

    /// Changes what only a run's own page tells, as it is at that moment.
    ///
    /// - Returns: what it is now; nil when there is no such run.
    public func updateRunDetail(
        _ id: String, _ change: @escaping @Sendable (inout RunDetail) -> Void
    ) async throws(StoreError) -> RunDetail? {
        try await write { database in
            let row = try Row.fetchOne(
                database, sql: "SELECT * FROM runDetail WHERE run = ?", arguments: [id])
            guard var detail = row.map(RunDetail.init) else { return nil }
            change(&detail)
            try database.execute(
                sql: "UPDATE runDetail SET feedback = ?, expectedOutput = ? WHERE run = ?",
                arguments: [detail.feedback, detail.expectedOutput, id])
            return detail
        }
    }

    /// Every run of an automation, in numbers.
    public func runStatistics(
        _ kind: Automation.Kind, slugs: [String]
    ) async throws(StoreError) -> [String: RunStatistics] {
        guard !slugs.isEmpty else { return [:] }
        return try await read { database in
            let marks = databaseQuestionMarks(count: slugs.count)
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT slug, COUNT(*) AS total, MAX(createdAt) AS latest,
                        AVG(completedAt - startedAt) AS duration
                    FROM run WHERE kind = ? AND slug IN (\(marks)) GROUP BY slug
                    """, arguments: [kind.rawValue] + StatementArguments(slugs))
            var statistics: [String: RunStatistics] = [:]
            for row in rows {
                statistics[row["slug"]] = RunStatistics(
                    total: row["total"], latest: (row["latest"] as Int64?).map(Timestamp.init),
                    averageMilliseconds: row["duration"])
            }
            return statistics
        }
    }

    static func run(_ id: String, _ database: Database) throws -> RunRecord? {
        try Row.fetchOne(database, sql: "SELECT \(RunRecord.columns) FROM run WHERE id = ?", arguments: [id])
            .map(RunRecord.init)
    }

    private static func repetitions(
        of ids: [String], _ database: Database
    ) throws -> [String: RunRepetition] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT previousRun, id, status FROM run WHERE previousRun IN (\(databaseQuestionMarks(count: ids.count)))
                ORDER BY sequence
                """, arguments: StatementArguments(ids))
        // The newest comes last, and stays.
        return Dictionary(
            rows.map { ($0[0], RunRepetition(id: $0[1], status: ExecutionStatus(rawValue: $0[2]))) },
            uniquingKeysWith: { $1 })
    }
}

/// A run that repeats another.
public struct RunRepetition: Sendable, Hashable {
    /// Its identifier.
    public let id: String
    /// How far it has come.
    public let status: ExecutionStatus
}

/// The runs of one automation, in numbers.
public struct RunStatistics: Sendable, Hashable {
    /// How many there are.
    public let total: Int
    /// When the newest was made.
    public let latest: Timestamp?
    /// How long a runner works on average, in milliseconds.
    public let averageMilliseconds: Double?
}

extension RunFilter {
    /// The condition in SQL, and the values of its question marks.
    fileprivate var condition: (String, StatementArguments) {
        var conditions: [String] = []
        var arguments = StatementArguments()
        func require(_ sql: String, _ values: [any DatabaseValueConvertible]) {
            conditions.append(sql)
            arguments += StatementArguments(values)
        }
        func among(_ column: String, _ values: [String]) {
            require("\(column) IN (\(databaseQuestionMarks(count: values.count)))", values)
        }
        if let kind { require("kind = ?", [kind.rawValue]) }
        if let source {
            // A dotted name is a slug behind its kind's root.
            let parts = source.split(separator: ".", maxSplits: 1).map(String.init)
            let root = Automation.Kind.allCases.first { parts.count == 2 && $0.root.rawValue == parts[0] }
            if let root {
                require(
                    "(sourceID = ? OR slug = ? OR (slug = ? AND kind = ?))",
                    [source, source, parts[1], root.rawValue])
            } else {
                require("(sourceID = ? OR slug = ?)", [source, source])
            }
        }
        if !statuses.isEmpty { among("status", statuses.map(\.rawValue)) }
        if !triggers.isEmpty { among("triggerType", triggers) }
        if let triggeredBy { require("(actorID = ? OR actorName = ?)", [triggeredBy, triggeredBy]) }
        if let sourceRef {
            require(
                "(requestedRef = ? OR resolvedRef = ? OR resolvedTag = ? OR commitID = ?)",
                [sourceRef, sourceRef, sourceRef, sourceRef])
        }
        if let batchID { require("batchID = ?", [batchID]) }
        if let exampleID { require("exampleID = ?", [exampleID]) }
        if let exampleIDContains { require("instr(lower(exampleID), lower(?)) > 0", [exampleIDContains]) }
        if let createdFrom { require("createdAt >= ?", [createdFrom.milliseconds]) }
        if let createdBefore { require("createdAt < ?", [createdBefore.milliseconds]) }
        if let completedFrom { require("completedAt >= ?", [completedFrom.milliseconds]) }
        if let completedBefore { require("completedAt < ?", [completedBefore.milliseconds]) }
        if let ids { ids.isEmpty ? conditions.append("FALSE") : among("id", ids) }
        if let before { require("sequence < ?", [before]) }
        return (conditions.isEmpty ? "TRUE" : conditions.joined(separator: " AND "), arguments)
    }
}
