import EigenpalAPI
import GRDB

extension RunRecord {
    init(_ row: Row) throws {
        let storedKind: String = row["kind"]
        guard let kind = Automation.Kind(rawValue: storedKind) else {
            throw StoreError.failed("run \(row["id"] as String): \(storedKind)")
        }
        func moment(_ column: String) -> Timestamp? { (row[column] as Int64?).map(Timestamp.init) }
        self.init(
            id: row["id"], sequence: row["sequence"], kind: kind,
            origin: RunOrigin(
                id: row["sourceID"], slug: row["slug"], name: row["name"], model: row["model"],
                requestedRef: row["requestedRef"], resolvedRef: row["resolvedRef"],
                resolvedTag: row["resolvedTag"], commit: row["commitID"]),
            status: ExecutionStatus(rawValue: row["status"]), schemaValid: row["schemaValid"],
            createdAt: Timestamp(milliseconds: row["createdAt"]), startedAt: moment("startedAt"),
            completedAt: moment("completedAt"), cancelRequestedAt: moment("cancelRequestedAt"),
            trigger: row["triggerType"], actor: RunActor(id: row["actorID"], name: row["actorName"]),
            batchID: row["batchID"], exampleID: row["exampleID"], annotation: row["annotation"],
            error: row["error"], retryNumber: row["retryNumber"], previousRun: row["previousRun"])
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
