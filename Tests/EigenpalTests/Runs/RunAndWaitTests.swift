import Eigenpal
import Foundation
import Synchronization
import Testing

@Suite struct RunAndWaitTests {
    /// A server whose run ends at the given question for it, with these words.
    private func server(
        endingAt last: Int, status: String = "completed", more: String = #","output":{"total":7}"#
    ) throws -> RawServer {
        let questions = Mutex(0)
        return try RawServer { connection in
            while let request = connection.readRequest() {
                if request.hasPrefix("POST") {
                    connection.answer("202 Accepted", CannedAnswers.accepted)
                } else {
                    let count = questions.withLock { count in
                        count += 1
                        return count
                    }
                    let ended = CannedAnswers.run(more: more).replacing("completed", with: status)
                    connection.answer("200 OK", count < last ? CannedAnswers.run(finished: false) : ended)
                }
            }
        }
    }

    @Test func aRunIsAskedForUntilItEnds() async throws {
        let server = try server(endingAt: 3)
        try await withClient(of: server.baseURL) { client in
            let result = try await client.workflows.executions.runAndWait(
                "triage", pollInterval: .milliseconds(10))
            #expect(result.id == "run_1")
            #expect(result.finished)
            #expect(result.status == .completed)
            #expect(result.output == ["total": 7])
            #expect(result.error == nil)
        }
        #expect(
            server.requests.map { $0.components(separatedBy: " HTTP")[0] }
                == ["POST /api/v1/runs"] + Array(repeating: "GET /api/v1/runs/run_1", count: 3))
    }

    @Test(arguments: ["failed", "cancelled", "rejected", "abandoned"])
    func aRunThatEndsOtherwiseIsAResultToo(word: String) async throws {
        let server = try server(endingAt: 1, status: word, more: #","output":null,"error":"no such file""#)
        try await withClient(of: server.baseURL) { client in
            let result = try await client.workflows.executions.runAndWait("triage")
            #expect(result.status.rawValue == word)
            #expect(result.output == nil)
            #expect(result.error == "no such file")
        }
    }

    @Test func aRunThatTakesTooLongIsNamed() async throws {
        let server = try server(endingAt: 1_000_000)
        let error = try await failure(of: server.baseURL) {
            try await $0.workflows.executions.runAndWait(
                "triage", pollInterval: .milliseconds(20), timeout: .milliseconds(200))
        }
        guard case .timeout(let failure) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(failure.message.contains("run_1"))
        #expect(server.requests.count >= 2)
    }

    @Test func aSilentServerDoesNotHoldItUp() async throws {
        let server = try RawServer { connection in
            while let request = connection.readRequest() {
                guard request.hasPrefix("POST") else { return connection.waitForEnd() }
                connection.answer("202 Accepted", CannedAnswers.accepted)
            }
        }
        let start = ContinuousClock.now
        let error = try await failure(of: server.baseURL) {
            try await $0.workflows.executions.runAndWait("triage", timeout: .milliseconds(200))
        }
        #expect(caseName(error) == "timeout")
        #expect("\(error)".contains("run_1 did not end"))
        // Not the minute that a request has otherwise.
        #expect(start.duration(to: .now) < .seconds(50))
    }

    @Test func cancellingTheTaskEndsTheWaitingAtOnce() async throws {
        let server = try server(endingAt: 1_000_000)
        try await withClient(of: server.baseURL) { client in
            let task = Task {
                try await client.workflows.executions.runAndWait("triage", pollInterval: .seconds(60))
            }
            for _ in 0..<500 where server.requests.count < 2 { try await Task.sleep(for: .milliseconds(10)) }
            let start = ContinuousClock.now
            task.cancel()
            let result = await task.result
            #expect(throws: EigenpalError.cancelled) { try result.get() }
            #expect(start.duration(to: .now) < .seconds(5))
        }
    }

    @Test func anErrorEndsTheWaiting() async throws {
        let server = try RawServer { connection in
            while let request = connection.readRequest() {
                if request.hasPrefix("POST") {
                    connection.answer("202 Accepted", CannedAnswers.accepted)
                } else {
                    connection.answer("404 Not Found", #"{"issues":[],"requestId":"r"}"#)
                }
            }
        }
        let error = try await failure(of: server.baseURL) {
            try await $0.workflows.executions.runAndWait("triage")
        }
        #expect(caseName(error) == "notFound")
    }
}
