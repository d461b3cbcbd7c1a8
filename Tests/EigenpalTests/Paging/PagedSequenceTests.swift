import Eigenpal
import Foundation
import Testing

@Suite struct PagedSequenceTests {
    private func targets(_ server: RawServer) -> [Substring] {
        server.requests.map { $0.split(separator: " ")[1] }
    }

    /// A server of `count` runs whose cursors are numbers.
    private func runs(_ count: Int, by size: Int = 3) throws -> RawServer {
        try RawServer { connection in
            while let request = connection.readRequest() {
                let cursor = request.split(separator: " ")[1].split(separator: "cursor=").dropFirst().first
                let start = cursor.flatMap { Int($0.prefix { $0.isNumber }) } ?? 0
                let end = min(start + size, count)
                let items = (start..<end).map { CannedAnswers.run("run_\($0)") }.joined(separator: ",")
                connection.answer(
                    "200 OK",
                    #"{"runs":[\#(items)],"nextCursor":\#(end < count ? "\"\(end)\"" : "null")}"#)
            }
        }
    }

    @Test func runsComePageByPageAndOnlyWhenTheyAreAskedFor() async throws {
        let server = try runs(7)
        try await withClient(of: server.baseURL) { client in
            let all = client.runs.all(type: .workflow, status: [.completed, .failed], pageSize: 3)
            #expect(server.requests.isEmpty)
            var ids: [String] = []
            for try await run in all {
                ids.append(run.id)
                #expect(server.requests.count == (ids.count + 2) / 3)
            }
            #expect(ids == (0..<7).map { "run_\($0)" })
            #expect(
                targets(server) == [
                    "/api/v1/runs?type=workflow&status=completed%2Cfailed&limit=3",
                    "/api/v1/runs?type=workflow&status=completed%2Cfailed&cursor=3&limit=3",
                    "/api/v1/runs?type=workflow&status=completed%2Cfailed&cursor=6&limit=3",
                ])
            for try await run in all {
                #expect(run.id == "run_0")
                break
            }
            #expect(server.requests.count == 4)
        }
    }

    @Test func nothingIsAPageToo() async throws {
        let server = try runs(0)
        try await withClient(of: server.baseURL) { client in
            for try await run in client.runs.all() { Issue.record("\(run)") }
        }
        #expect(server.requests.count == 1)
    }

    @Test func aPageWithoutRunsIsNotTheEnd() async throws {
        let server = try RawServer { connection in
            while let request = connection.readRequest() {
                connection.answer(
                    "200 OK",
                    request.contains("cursor=")
                        ? #"{"runs":[\#(CannedAnswers.run())],"nextCursor":null}"#
                        : #"{"runs":[],"nextCursor":"x y"}"#)
            }
        }
        try await withClient(of: server.baseURL) { client in
            var count = 0
            for try await _ in client.runs.all() { count += 1 }
            #expect(count == 1)
        }
        #expect(targets(server).last == "/api/v1/runs?cursor=x%20y")
    }

    @Test func aServerThatGoesInCirclesIsStopped() async throws {
        let server = try RawServer.answering("200 OK", #"{"runs":[],"nextCursor":"again"}"#)
        let error = try await failure(of: server.baseURL) { client in
            for try await _ in client.runs.all() {}
        }
        #expect(caseName(error) == "decoding")
        #expect(server.requests.count == 2)
    }

    @Test func anErrorIsTypedAndEndsIt() async throws {
        let server = try RawServer.answering("403 Forbidden", #"{"issues":[],"requestId":"r"}"#)
        try await withClient(of: server.baseURL) { client in
            var iterator = client.runs.all().makeAsyncIterator()
            var thrown: EigenpalError?
            do throws(EigenpalError) { _ = try await iterator.next() } catch { thrown = error }
            #expect(thrown.map(caseName) == "forbidden")
            let after = try await iterator.next()
            #expect(after == nil)
        }
        #expect(server.requests.count == 1)
    }

    @Test func agentsWorkflowsAndVersionsArePagedByOffset() async throws {
        let server = try RawServer { connection in
            while let request = connection.readRequest() {
                let offset = request.contains("offset=2") ? 2 : 0
                let items = (offset..<min(offset + 2, 3)).map {
                    #"{"id":"x_\#($0)","slug":"s","name":"n","workflowId":"wf_1","createdAt":"t"}"#
                }
                connection.answer(
                    "200 OK",
                    #"{"data":[\#(items.joined(separator: ","))],"total":3,"limit":2,"offset":\#(offset)}"#)
            }
        }
        try await withClient(of: server.baseURL) { client in
            var ids: [String] = []
            for try await agent in client.agents.all(search: "x", pageSize: 2) { ids.append(agent.id) }
            for try await workflow in client.workflows.all(kind: .block) { ids.append(workflow.id) }
            for try await version in client.workflows.allVersions("wf_1") { ids.append(version.id) }
            #expect(ids == Array(repeating: ["x_0", "x_1", "x_2"], count: 3).flatMap { $0 })
        }
        #expect(
            targets(server) == [
                "/api/v1/agents?search=x&limit=2&offset=0", "/api/v1/agents?search=x&limit=2&offset=2",
                "/api/v1/workflows?kind=block&offset=0", "/api/v1/workflows?kind=block&offset=2",
                "/api/v1/workflows/wf_1/versions?offset=0", "/api/v1/workflows/wf_1/versions?offset=2",
            ])
    }
}
