import EigenpalAPI
import HTTPTypes

/// Adds what somebody says of a run, and how it compares with what is expected of it.
func addFeedbackRoutes(to api: inout APIRouter) {
    api.on(.get, "runs/:id/feedback") { request throws(APIError) in
        let run = try await request.run()
        let store = request.services.runs.store
        let text = try await request.stored { try await store.runDetail(run.id) }?.feedback
        return APIResponse(RunFeedbackResponse(feedback: Nullable(text.flatMap(RunFeedback.init(stored:)))))
    }
    api.on(.patch, "runs/:id/feedback") { request throws(APIError) in
        let run = try await request.run()
        let change = try FeedbackChange(try await request.body(RunFeedbackRequest.self))
        let (identity, store) = (request.identity, request.services.runs.store)
        let expected = change.expected.value.flatMap { try? $0.text }
        let detail = try await request.stored {
            try await store.updateRunDetail(run.id) { detail in
                let old = detail.feedback.flatMap(RunFeedback.init(stored:))
                detail.feedback = change.applied(to: old, by: identity, at: .now).stored
                if change.expected != .absent { detail.expectedOutput = expected }
            }
        }
        return APIResponse(
            RunFeedbackResponse(feedback: Nullable(detail?.feedback.flatMap(RunFeedback.init(stored:)))))
    }
    api.on(.delete, "runs/:id/feedback") { request throws(APIError) in
        let run = try await request.run()
        let store = request.services.runs.store
        _ = try await request.stored { try await store.updateRunDetail(run.id) { $0.feedback = nil } }
        return APIResponse(RunFeedbackResponse(feedback: .null))
    }
    api.on(.get, "runs/:id/comparison") { request throws(APIError) in
        APIResponse(try await request.comparison(of: try await request.run()))
    }
}

extension APIRequest {
    /// How what a run made differs from what is expected of it.
    fileprivate func comparison(of run: RunRecord) async throws(APIError) -> RunComparisonResponse {
        let runs = services.runs
        let detail = try await stored { try await runs.store.runDetail(run.id) }
        let expected = try await stored { try await runs.store.expectedFiles(of: run.id) }
        let made = try await stored { try await runs.store.artifacts(of: run.id) }
        let outputs = made.outputs
        let files = Dictionary(
            outputs.map { ($0.name, $0.file) }, uniquingKeysWith: { first, _ in first })
        guard detail?.expectedOutput != nil || !expected.isEmpty else {
            return RunComparisonResponse(
                status: "none", runId: run.id, jsonDifferences: [], matchedFiles: [], missingFiles: [],
                extraFiles: [])
        }
        var matched: [RunComparisonResponse.MatchedFile] = []
        for file in expected {
            guard let output = files[file.path] else { continue }
            let pair = (
                "\(runs.folders.expected(run.id))/\(file.diskName ?? "")",
                "\(runs.folders.artifacts(run.id))/\(output.path)"
            )
            let isIdentical = try? await RunExecutor.throwing { haveEqualBytes(pair.0, pair.1) }
            matched.append(.init(expected: file.path, actual: file.path, isIdentical: isIdentical))
        }
        let names = Set(expected.map(\.path))
        let missing = expected.map(\.path).filter { files[$0] == nil }
        // Without a file that is expected, nobody has said anything about files.
        let extra = expected.isEmpty ? [] : outputs.map(\.name).filter { !names.contains($0) }
        let differences = JSONComparison.differences(
            expected: detail?.expectedOutput.flatMap { try? JSONValue(text: $0) },
            actual: detail?.output.flatMap { try? JSONValue(text: $0) } ?? .null)
        let isEqual =
            differences.isEmpty && missing.isEmpty && extra.isEmpty
            && matched.allSatisfy { $0.isIdentical ?? false }
        return RunComparisonResponse(
            status: isEqual ? "pass" : "fail", runId: run.id, jsonDifferences: differences,
            matchedFiles: matched, missingFiles: missing, extraFiles: extra)
    }
}
