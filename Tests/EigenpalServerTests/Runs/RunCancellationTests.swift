import EigenpalAPI
import Foundation
import TestSupport
import Testing

@Suite struct RunCancellationTests {
    @Test func aRunnerThatDoesNotListenIsKilledWithAllItStarted() async throws {
        let server = try await RunningServer.start(arguments: ["--run-grace", "1", "--workers", "1"])
        try await server.addAgent(
            "stubborn",
            run:
                "trap '' TERM; (setsid sleep 300 &) ; sleep 300 & echo up > trace.jsonl; sleep 300; sleep 300"
        )
        let id = try await server.start("agents.stubborn")
        let waiting = try await server.start("agents.stubborn")
        _ = try await server.wait(for: id) { $0 == .running }
        while server.runProcesses().count < 3 { try await Task.sleep(for: .milliseconds(20)) }

        func cancel(_ id: String) async throws -> RunCancelResponse {
            try await server.send("POST", "/api/v1/runs/\(id)/cancel").decoded(RunCancelResponse.self)
        }
        let first = try await cancel(waiting)
        #expect(first.cancellation.state == .cancelled)
        #expect(first.cancellation.wasStatus == .pending)
        #expect(first.finished)
        let second = try await cancel(id)
        #expect(second.cancellation.state == .requested)
        #expect(second.cancellation.wasStatus == .running)
        let run = try await server.wait(for: id) { $0.isTerminal }
        #expect(run.execution.status == .cancelled)
        #expect(run.timing.cancelRequestedAt.value != nil)
        #expect(server.runProcesses().isEmpty)
        #expect(try await cancel(id).cancellation.state == .alreadyTerminal)
        #expect(try await server.send("POST", "/api/v1/runs/run_none/cancel").status == 404)
        try await server.stop()
    }

    @Test func aServerThatStopsStopsItsRunners() async throws {
        let server = try await RunningServer.start(arguments: ["--workers", "1"])
        try await server.addAgent("slow", run: "sleep 300")
        let id = try await server.start("agents.slow")
        let waiting = try await server.start("agents.slow")
        _ = try await server.wait(for: id) { $0 == .running }
        try await server.stop()
        #expect(server.runProcesses().isEmpty)
        let again = try await RunningServer.start(
            arguments: ["--workers", "0"], dataDirectory: server.dataDirectory, apiKey: server.apiKey)
        let run = try await again.page(id)
        #expect(run.execution.status == .failed)
        #expect(run.error.value?.contains("The server was stopped") == true)
        #expect(try await again.page(waiting).execution.status == .pending)
        try await again.stop()
    }

    @Test func filesMayBeAddedUntilARunStarts() async throws {
        let server = try await RunningServer.start(arguments: ["--workers", "0"])
        try await server.addAgent("a", run: "cat files/* > output/x; true")
        let id = try await server.start("agents.a")
        let added = try await server.send(
            form: [("name", "doc")], files: [("file", "d.txt", "text")], to: "/api/v1/runs/\(id)/files")
        #expect(added.status == 201)
        let file = try #require(try added.decoded(RunFileUploadResponse.self).file)
        let files = try await server.send("GET", "/api/v1/runs/\(id)/files").decoded(RunFilesResponse.self)
        #expect(files.inputs == [file])
        #expect(file.filename == "d.txt" && file.inputName == .value("doc") && file.size == .value(4))
        let path = "/api/v1/runs/\(id)/files/\(file.id ?? "")"
        #expect(try await server.send("DELETE", path).status == 204)
        #expect(try await server.send("DELETE", path).status == 404)
        _ = try await server.send("POST", "/api/v1/runs/\(id)/cancel")
        let late = try await server.send(
            form: [], files: [("file", "d.txt", "text")], to: "/api/v1/runs/\(id)/files")
        #expect(late.status == 409)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: "\(server.dataDirectory)/runs/incoming")
                .isEmpty)
        try await server.stop()
    }
}
