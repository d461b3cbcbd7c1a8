import EigenpalAPI
import Foundation
import TestSupport
import Testing

@Suite struct RunPoolTests {
    /// Runs are started, cancelled at random, and the server is killed three times meanwhile.
    @Test func everyRunEndsOnceWhateverHappensToTheServer() async throws {
        let total = 500
        let notes = try TemporaryDirectory()
        let arguments = [
            "--workers", "4", "--run-grace", "1", "--rate-limit", "0", "--runner",
            "echo $EIGENPAL_RUN_ID >> \(notes.path)/starts; (setsid sleep 60 &); sleep 0.0$(($$ % 8)); echo '{}' > output.json",
        ]
        let first = try await RunningServer.start(arguments: arguments)
        try await first.addAgent("a", run: nil)
        var random = SeededGenerator(seed: 77)
        var servers = [first]
        var started: [String] = []
        for kills in 0...3 {
            let server = try #require(servers.last)
            let target = total * (kills + 1) / 4
            while started.count < target {
                started.append(try await server.start("agents.a"))
                guard Int.random(in: 0..<5, using: &random) == 0,
                    let id = started.randomElement(using: &random)
                else { continue }
                _ = try await server.send("POST", "/api/v1/runs/\(id)/cancel")
            }
            guard kills < 3 else { break }
            kill(server.processID, SIGKILL)
            servers.append(
                try await RunningServer.start(
                    arguments: arguments, dataDirectory: first.dataDirectory, apiKey: first.apiKey))
        }
        let server = try #require(servers.last)
        let deadline = ContinuousClock.now + .seconds(240)
        var runs: [RunListItem] = []
        while ContinuousClock.now < deadline {
            let open = try await server.send("GET", "/api/v1/runs?status=created,pending,running,finalizing")
            if try open.decoded(RunsListResponse.self).runs.isEmpty { break }
            try await Task.sleep(for: .milliseconds(200))
        }
        var cursor: String? = ""
        while let from = cursor {
            let query = from.isEmpty ? "" : "&cursor=\(from)"
            let page = try await server.send("GET", "/api/v1/runs?limit=100\(query)").decoded(
                RunsListResponse.self)
            runs += page.runs
            cursor = page.nextCursor.value
        }
        #expect(runs.count == total)
        #expect(Set(runs.map(\.id)) == Set(started))
        #expect(runs.allSatisfy { $0.execution.status.isTerminal && $0.timing.completedAt.value != nil })
        let counts = Dictionary(grouping: runs, by: \.execution.status).mapValues(\.count)
        #expect(counts[.completed, default: 0] > total / 2, "\(counts)")
        #expect(counts[.cancelled, default: 0] > 0, "\(counts)")
        // What was under way when a server was killed failed, and nothing else did.
        let failures = runs.filter { $0.execution.status == .failed }.compactMap(\.error.value)
        #expect(failures.allSatisfy { $0.contains("ended unexpectedly") }, "\(Set(failures))")
        #expect(failures.count <= 12)
        let starts = try String(contentsOfFile: notes.appending("starts"), encoding: .utf8).split(
            separator: "\n")
        #expect(Set(starts).count == starts.count, "some run was started twice")
        #expect(server.runProcesses().isEmpty)
        try await server.stop()
    }
}
