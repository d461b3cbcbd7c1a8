import EigenpalAPI
import Foundation
import TestSupport
import Testing

@testable import EigenpalServer

@Suite struct RunListTests {
    @Test func pagesHoldEveryRunOnce() async throws {
        let server = try await RunningServer.start(arguments: ["--workers", "0"])
        let count = 2_500
        try await fill(server, count)
        var seen: [String] = []
        var cursor: String?
        repeat {
            let query = cursor.map { "&cursor=\($0)" } ?? ""
            let page = try await list(server, "limit=100\(query)")
            seen += page.runs.map(\.id)
            cursor = page.nextCursor.value
        } while cursor != nil
        #expect(seen == (0..<count).reversed().map(Self.id))
        var byOffset: [String] = []
        for offset in stride(from: 0, to: count, by: 100) {
            byOffset += try await list(server, "limit=100&offset=\(offset)").runs.map(\.id)
        }
        #expect(byOffset == seen)
        #expect(try await list(server, "offset=\(count)").runs.isEmpty)
        try await server.stop()
    }

    @Test func filtersTellRunsApart() async throws {
        let server = try await RunningServer.start(arguments: ["--workers", "0"])
        try await fill(server, 60)
        func numbers(_ query: String) async throws -> [Int] {
            try await list(server, "limit=100&\(query)").runs.map { Int($0.id.dropFirst(10)) ?? -1 }
                .reversed()
        }
        let all = Array(0..<60)
        #expect(try await numbers("type=agent") == all.filter { $0 % 2 == 0 })
        #expect(try await numbers("type=workflow&status=failed") == all.filter { $0 % 2 == 1 && $0 % 3 == 0 })
        #expect(try await numbers("status=failed,pending") == all.filter { $0 % 3 != 1 })
        #expect(try await numbers("source=agents.s4") == all.filter { $0 % 10 == 4 })
        #expect(try await numbers("source=workflows.s4").isEmpty)
        #expect(try await numbers("source=s4") == all.filter { $0 % 10 == 4 })
        #expect(try await numbers("trigger=rerun") == all.filter { $0 % 7 == 0 })
        #expect(try await numbers("triggeredBy=key_1") == all.filter { $0 % 4 == 1 })
        #expect(try await numbers("sourceRef=1.0.5") == all.filter { $0 % 9 == 5 })
        #expect(try await numbers("batchId=b2") == all.filter { $0 % 5 == 2 })
        #expect(try await numbers("exampleId=Example-11") == [11])
        #expect(try await numbers("exampleIdContains=EXAMPLE-1") == all.filter { "\($0)".hasPrefix("1") })
        #expect(try await numbers("from=2025-01-01T00:00:10Z&to=2025-01-01T00:00:12Z") == [10, 11, 12])
        #expect(
            try await numbers("createdAfter=2025-01-01T00:00:10Z&createdBefore=2025-01-01T00:00:12Z") == [
                10, 11,
            ])
        #expect(try await numbers("to=2025-01-01") == all)
        #expect(try await numbers("from=2025-01-02").isEmpty)
        #expect(try await numbers("completedBefore=2025-01-01T00:00:13Z&status=failed") == [0, 3, 6, 9, 12])
        #expect(try await numbers("ids=\(Self.id(3)),\(Self.id(5)),run_none") == [3, 5])
        for query in [
            "status=nonsense", "type=both", "from=yesterday", "cursor=xyz", "limit=0", "limit=101",
            "offset=-1",
        ] {
            #expect(try await server.send("GET", "/api/v1/runs?\(query)").status == 400, "\(query)")
        }
        try await server.stop()
    }

    private static func id(_ number: Int) -> String {
        "run_" + String(repeating: "0", count: 6) + String(number)
    }

    private func list(_ server: RunningServer, _ query: String) async throws -> RunsListResponse {
        let answer = try await server.send("GET", "/api/v1/runs?\(query)")
        try #require(answer.status == 200, "\(answer.text)")
        return try answer.decoded(RunsListResponse.self)
    }

    /// Stores runs by the back door.
    private func fill(_ server: RunningServer, _ count: Int) async throws {
        let store = try SQLiteStore(path: "\(server.dataDirectory)/server.sqlite")
        let start: Int64 = 1_735_689_600_000
        let statuses: [ExecutionStatus] = [.failed, .completed, .pending]
        for number in 0..<count {
            let moment = Timestamp(milliseconds: start + Int64(number) * 1_000)
            let run = RunRecord(
                id: Self.id(number), sequence: 0, kind: number % 2 == 0 ? .agent : .workflow,
                origin: RunOrigin(
                    id: "id_s\(number % 10)", slug: "s\(number % 10)", name: "S", model: nil,
                    requestedRef: "latest",
                    resolvedRef: "1.0.\(number % 9)", resolvedTag: nil,
                    commit: String(repeating: "a", count: 40)),
                status: .pending, createdAt: moment, trigger: number % 7 == 0 ? "rerun" : "api",
                actor: RunActor(id: "key_\(number % 4)", name: "key"), batchID: "b\(number % 5)",
                exampleID: "Example-\(number)", annotation: nil, retryNumber: 0, previousRun: nil)
            _ = try await store.insert(run, RunDetail(input: "{}", lockfile: "{}"), files: [])
            let status = statuses[number % 3]
            guard status.isTerminal else { continue }
            _ = try await store.endRun(run.id, RunEnding(status: status), at: moment)
        }
    }
}
