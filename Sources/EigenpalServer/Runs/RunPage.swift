import EigenpalAPI
import HTTPTypes

/// The sections of a run's page that are told when they are asked for.
enum RunSection: String, CaseIterable, Sendable {
    case input, usage, execution, debug
}

extension APIRequest {
    /// The run that the path names.
    ///
    /// - Throws: 404 when there is none.
    func run(_ parameter: String = "id") async throws(APIError) -> RunRecord {
        let id = try self.parameter(parameter)
        guard let run = try await stored({ try await services.runs.store.run(id) }) else {
            throw APIError(
                .notFound, code: "run_not_found", field: "id", "There is no run \(quoted(id)).",
                hint: "GET /api/v1/runs lists them.")
        }
        return run
    }

    /// Asks the store, its failures as this request's.
    func stored<Value: Sendable>(
        _ question: () async throws -> Value
    ) async throws(APIError) -> Value {
        do { return try await question() } catch { throw APIError(anyOf: error) }
    }

    /// A run's page.
    func page(of run: RunRecord, _ sections: Set<RunSection>) async throws(APIError) -> Run {
        let store = services.runs.store
        let detail = try await stored { try await store.runDetail(run.id) }
        let next = try await stored { try await store.repetition(of: run.id) }
        var page = Run(
            id: run.id, type: RunType(run.kind), finished: run.status.isTerminal, timing: RunTiming(run),
            source: RunSource(run), trigger: RunTrigger(run), execution: RunExecution(run, next: next),
            eval: RunEval(run))
        // A run that goes on has left nothing yet.
        let artifacts =
            run.status.isTerminal ? try await stored { try await store.artifacts(of: run.id) } : []
        if run.status.isTerminal {
            page.output = Nullable(detail?.output.flatMap { try? JSONValue(text: $0) })
            page.files = artifacts.map(RunArtifact.init)
            page.error = Nullable(run.error)
        }
        if sections.contains(.input) { page.input = try await input(of: run, detail) }
        let isCounted = sections.contains(.usage) && run.startedAt != nil
        let hasSteps = sections.contains(.execution) && run.kind == .workflow
        let events = isCounted || hasSteps ? try await traceEvents(of: run).events : []
        if sections.contains(.usage) { page.usage = isCounted ? .value(usage(of: run, events)) : .null }
        if sections.contains(.execution) {
            try await addExecution(of: run, detail, artifacts, events, to: &page.execution)
        }
        if sections.contains(.debug) {
            page.debug = RunDebug(
                observability: detail?.observability.flatMap { try? JSONValue(text: $0) } ?? .object([:]),
                traceId: .value(run.id))
        }
        return page
    }

    private func input(of run: RunRecord, _ detail: RunDetail?) async throws(APIError) -> RunInput {
        let files = try await stored { try await services.runs.store.inputFiles(of: run.id) }
        return RunInput(
            args: detail.flatMap { try? JSONValue(text: $0.input) } ?? .object([:]),
            files: files.map { file in
                RunFile(
                    name: file.filename,
                    additional: [
                        "id": .string(file.id), "size": .integer(Int64(file.size)),
                        "inputName": file.inputName.map(JSONValue.string) ?? .null,
                        "contentType": file.mimeType.map(JSONValue.string) ?? .null,
                    ])
            },
            metadata: detail?.metadata.flatMap { try? JSONValue(text: $0) })
    }

    private func usage(of run: RunRecord, _ events: [JSONValue]) -> RunUsage {
        var usage = RunUsage(durationMs: RunTiming(run).durationMs)
        usage.count(events)
        return usage
    }

    private func addExecution(
        of run: RunRecord, _ detail: RunDetail?, _ artifacts: [RunStoredFile], _ events: [JSONValue],
        to execution: inout RunExecution
    ) async throws(APIError) {
        let expected = try await stored { try await services.runs.store.expectedFiles(of: run.id) }
        let expectedOutput = detail?.expectedOutput.flatMap { try? JSONValue(text: $0) }
        let hasExpectation = !expected.isEmpty || expectedOutput != nil
        execution.expected =
            hasExpectation
            ? .init(output: expectedOutput, files: expected.map { RunFile(name: $0.path) }) : nil
        guard run.kind == .agent else {
            execution.steps = RunSteps.steps(of: events)
            return
        }
        execution.files = .init(output: artifacts.compactMap { $0.outputName.map { RunFile(name: $0) } })
        execution.feedback = Nullable(detail?.feedback.flatMap(RunFeedback.init(stored:)))
    }
}
