import EigenpalAPI
import GRDB

extension RunRecord {
    /// The columns in the order in which ``init(_:)`` reads them: to look them up by name takes longer than to read them.
    static let columns = """
        id, sequence, kind, sourceID, slug, name, model, requestedRef, resolvedRef, resolvedTag, commitID, status,
        schemaValid, createdAt, startedAt, completedAt, cancelRequestedAt, triggerType, actorID, actorName, batchID,
        exampleID, annotation, error, retryNumber, previousRun
        """

    init(_ row: Row) throws {
        let storedKind: String = row[2]
        guard let kind = Automation.Kind(rawValue: storedKind) else {
            throw StoreError.failed("run \(row[0] as String): \(storedKind)")
        }
        func moment(_ column: Int) -> Timestamp? { (row[column] as Int64?).map(Timestamp.init) }
        self.init(
            id: row[0], sequence: row[1], kind: kind,
            origin: RunOrigin(
                id: row[3], slug: row[4], name: row[5], model: row[6], requestedRef: row[7],
                resolvedRef: row[8], resolvedTag: row[9], commit: row[10]),
            status: ExecutionStatus(rawValue: row[11]), schemaValid: row[12],
            createdAt: Timestamp(milliseconds: row[13]), startedAt: moment(14), completedAt: moment(15),
            cancelRequestedAt: moment(16), trigger: row[17], actor: RunActor(id: row[18], name: row[19]),
            batchID: row[20], exampleID: row[21], annotation: row[22], error: row[23], retryNumber: row[24],
            previousRun: row[25])
    }
}

extension RunDetail {
    init(_ row: Row) {
        self.init(
            input: row["input"], metadata: row["metadata"], overrides: row["overrides"],
            lockfile: row["lockfile"], definition: row["definition"], output: row["output"],
            observability: row["observability"], expectedOutput: row["expectedOutput"],
            feedback: row["feedback"])
    }
}

extension RunInputFile {
    init(_ row: Row) {
        self.init(
            id: row["id"], run: row["run"], inputName: row["inputName"], filename: row["filename"],
            mimeType: row["mimeType"], size: row["size"], isListed: row["isListed"])
    }
}

extension RunStoredFile {
    init(_ row: Row) {
        self.init(
            path: row["path"], size: row["size"], contentType: row["contentType"], diskName: row["diskName"])
    }
}
