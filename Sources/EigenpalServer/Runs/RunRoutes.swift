import EigenpalAPI
import HTTPTypes
import SourceFormat

/// Adds `runs`, but for their files: starting, listing, looking, stopping.
func addRunRoutes(to api: inout APIRouter) {
    api.on(.post, "runs") { request throws(APIError) in
        let seconds = try request.waitForCompletion()
        return try await request.answer(toStartOf: try await request.startRun(), waiting: seconds)
    }
    api.on(.get, "runs") { request throws(APIError) in
        let filter = try request.runFilter()
        let store = request.services.runs.store
        var wanted = filter
        wanted.limit += 1
        let question = wanted
        let found = try await request.stored { try await store.runs(question) }
        let page = found.prefix(filter.limit)
        let cursor = found.count > page.count ? page.last.map { RunCursor.text($0.run.sequence) } : nil
        return APIResponse(
            RunsListResponse(
                runs: page.map { RunListItem($0.run, next: $0.next) }, nextCursor: Nullable(cursor)))
    }
    api.on(.get, "runs/:id") { request throws(APIError) in
        let words = try request.query.choices("expand", of: RunSection.allCases.map(\.rawValue))
        let run = try await request.run()
        return APIResponse(
            try await request.page(of: run, Set(words.compactMap(RunSection.init(rawValue:)))))
    }
    api.on(.post, "runs/:id/rerun") { request throws(APIError) in
        let seconds = try request.waitForCompletion()
        let old = try await request.run()
        return try await request.answer(toStartOf: try await request.rerun(old), waiting: seconds)
    }
    api.on(.post, "runs/:id/cancel") { request throws(APIError) in
        APIResponse(try await request.cancel(try await request.run()))
    }
    api.on(.get, "runs/:id/definition") { request throws(APIError) in
        let run = try await request.run()
        let store = request.services.runs.store
        guard let text = try await request.stored({ try await store.runDetail(run.id) })?.definition else {
            throw APIError(
                .notFound, code: "not_found", field: "id", "\(run.id) is no run of a workflow.")
        }
        return APIResponse(
            RunDefinitionResponse(
                definition: [
                    "path": .string("\(run.kind.root.rawValue)/\(run.origin.path)/workflow.yaml"),
                    "commit": .string(run.origin.commit), "yamlContent": .string(text),
                ]))
    }
    api.on(.post, "runs/:id/connect") { request throws(APIError) in
        let run = try await request.run()
        let path = "/api/v1/runs/\(run.id)"
        return APIResponse(
            JSONValue.object([
                "id": .string(run.id), "type": .string(run.kind.rawValue),
                "finished": .bool(run.status.isTerminal), "live": .bool(!run.status.isTerminal),
                "execution": ["status": .string(run.status.rawValue)],
                "transport": "poll", "pollIntervalMs": 1_000,
                "urls": [
                    "run": .string(path), "trace": .string("\(path)/trace"),
                    "artifacts": .string("\(path)/artifacts"),
                ],
            ]))
    }
    api.on(.get, "runs/:id/trace") { request throws(APIError) in
        let run = try await request.run()
        let offset = try request.query.integer("offset", in: 0...Int.max, default: 0)
        let (events, isCut, end) = try await request.traceEvents(of: run, from: offset)
        return APIResponse(
            RunTraceResponse(
                events: events, nextOffset: end,
                additional: ["finished": .bool(run.status.isTerminal), "truncated": .bool(isCut)]))
    }
}

extension RunOrigin {
    /// The path below its root.
    var path: String { String(slug.map { $0 == "." ? "/" : $0 }) }
}

extension APIRequest {
    fileprivate func cancel(_ run: RunRecord) async throws(APIError) -> RunCancelResponse {
        let runs = services.runs
        let change = try await stored { try await runs.store.requestCancellation(of: run.id, at: .now) }
        guard let (before, after) = change else { throw .http(.notFound) }
        let state: RunCancelResponse.State
        if before.status.isTerminal {
            state = .alreadyTerminal
        } else if after.status.isTerminal {
            state = .cancelled
            await runs.endings.note(run.id)
        } else {
            state = .requested
            await runs.pool.cancel(run.id)
        }
        return RunCancelResponse(
            id: after.id, type: RunType(after.kind), finished: after.status.isTerminal,
            execution: .init(status: after.status),
            cancellation: .init(state: state, wasStatus: before.status))
    }
}
