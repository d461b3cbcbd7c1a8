import EigenpalAPI

extension RunTiming {
    init(_ run: RunRecord) {
        let duration = run.startedAt.flatMap { start in
            run.completedAt.map { Double($0.milliseconds - start.milliseconds) }
        }
        self.init(
            createdAt: run.createdAt.iso8601, startedAt: Nullable(run.startedAt?.iso8601),
            completedAt: Nullable(run.completedAt?.iso8601), durationMs: Nullable(duration),
            cancelRequestedAt: Nullable(run.cancelRequestedAt?.iso8601))
    }
}

extension RunSource {
    init(_ run: RunRecord) {
        let origin = run.origin
        self.init(
            id: origin.id, name: Nullable(origin.name), version: Nullable(origin.version),
            versionId: Nullable(origin.resolvedTag), slug: .value(origin.slug), model: Nullable(origin.model),
            git: .value(
                .init(
                    requestedRef: .value(origin.requestedRef), resolvedRef: .value(origin.resolvedRef),
                    resolvedTag: Nullable(origin.resolvedTag), commitSha: .value(origin.commit))))
    }
}

extension RunTrigger {
    init(_ run: RunRecord) {
        // Keys are nobody's mail address; the field is there because the API has it.
        self.init(
            type: .value(run.trigger),
            by: .value(.init(id: run.actor.id, name: .value(run.actor.name), email: "")))
    }
}

extension RunExecution {
    init(_ run: RunRecord, next: RunRepetition?) {
        self.init(
            status: run.status, schemaValid: Nullable(run.schemaValid), batchId: Nullable(run.batchID),
            annotation: Nullable(run.annotation),
            retry: RunExecutionRetry(
                number: run.retryNumber, previousRunId: Nullable(run.previousRun),
                nextRun: Nullable(next.map { .init(id: $0.id, status: $0.status) })))
    }
}

extension RunEval {
    /// What a run is measured by; nobody has measured it.
    init?(_ run: RunRecord) {
        guard let example = run.exampleID else { return nil }
        self.init(example: .value(example), exampleId: .value(example))
    }
}

extension RunType {
    init(_ kind: Automation.Kind) { self = kind == .agent ? .agent : .workflow }
}

extension RunListItem {
    init(_ run: RunRecord, next: RunRepetition?) {
        self.init(
            id: run.id, type: RunType(run.kind), finished: run.status.isTerminal, timing: RunTiming(run),
            source: RunSource(run), trigger: RunTrigger(run), execution: RunExecution(run, next: next),
            eval: RunEval(run), error: Nullable(run.error))
    }
}

extension RunAccepted {
    init(_ run: RunRecord) {
        self.init(
            id: run.id, type: RunType(run.kind), finished: run.status.isTerminal, source: RunSource(run))
    }
}

extension RunArtifact {
    init(_ file: RunStoredFile) {
        self.init(
            name: file.path.split(separator: "/").last.map(String.init) ?? file.path, path: file.path,
            contentType: .value(file.contentType), size: .value(file.size))
    }
}

extension RunFilesResponse.Input {
    init(_ file: RunInputFile) {
        self.init(
            id: file.id, inputName: Nullable(file.inputName), filename: file.filename,
            mimeType: Nullable(file.mimeType), size: .value(file.size))
    }
}

extension RunExpectedFile {
    init(_ file: RunStoredFile) {
        self.init(name: file.path, size: .value(file.size), contentType: .value(file.contentType))
    }
}

extension RunStoredFile {
    /// The folder of what a run was to make, among its artifacts.
    static let outputFolder = "output/"

    /// The path below `output/`; nil for what lies elsewhere.
    var outputName: String? {
        path.hasPrefix(Self.outputFolder) ? String(path.dropFirst(Self.outputFolder.count)) : nil
    }
}

extension [RunStoredFile] {
    /// What a run was to make, by the paths below `output/`.
    var outputs: [(name: String, file: RunStoredFile)] {
        compactMap { file in file.outputName.map { (name: $0, file: file) } }
    }
}

extension [(name: String, file: RunStoredFile)] {
    /// The file that a request names, with or without `output/`.
    func named(_ text: String) -> Element? {
        let folder = RunStoredFile.outputFolder
        let name = text.hasPrefix(folder) ? String(text.dropFirst(folder.count)) : text
        return first { $0.name == name }
    }
}
