import EigenpalAPI
import Foundation
import TestSupport
import Testing

@Suite struct StopTests {
    @Test func finishesTheRequestUnderWay() async throws {
        let server = try await RunningServer.start()
        let port = try #require(server.authority.split(separator: ":").last.flatMap { UInt16($0) })
        // The body comes after the signal: only a server that waits can answer.
        let body = #"{"name":"Late","slug":"late"}"#
        let head =
            "POST /api/v1/agents HTTP/1.1\r\nHost: \(server.authority)\r\nAuthorization: Bearer \(server.apiKey)\r\n"
            + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
        let connection = try Connection(port: port)
        try connection.write(head)
        // The server has the request when it has answered another that came later.
        #expect(try await server.send("GET", "/api/v1/auth/check").status == 200)
        try await Task.sleep(for: .milliseconds(200))
        #expect(kill(server.processID, SIGINT) == 0)
        try await Task.sleep(for: .milliseconds(300))
        try connection.write(body)
        let answer = try #require(HTTPAnswer(try connection.readAnswer()))
        #expect(answer.status == 201)
        #expect(try await server.stop() == 0)
    }

    @Test func aSlowDownloadUnderWayComesWhole() async throws {
        let server = try await RunningServer.start()
        let port = try #require(server.authority.split(separator: ":").last.flatMap { UInt16($0) })
        let size = 48 << 20
        try await server.addAgent("large", run: "mkdir output; head -c \(size) /dev/zero >output/large.bin")
        let run = try await server.run("agents.large").id
        let connection = try Connection(port: port)
        try connection.write(
            "GET /api/v1/runs/\(run)/artifacts/output/large.bin HTTP/1.1\r\nHost: \(server.authority)\r\n"
                + "Authorization: Bearer \(server.apiKey)\r\n\r\n")
        var received = try connection.readSome()
        let head = try #require(received.firstRange(of: Array("\r\n\r\n".utf8))).upperBound
        #expect(kill(server.processID, SIGTERM) == 0)
        // The server is always ahead of a reader that rests.
        while received.count < head + size {
            guard let part = try? connection.readSome() else { break }
            received += part
            try await Task.sleep(for: .microseconds(500))
        }
        #expect(received.count == head + size)
        #expect(try await server.stop() == 0)
    }

    @Test func doesNotWaitForIdleConnections() async throws {
        let server = try await RunningServer.start(arguments: ["--shutdown-timeout", "20"])
        let port = try #require(server.authority.split(separator: ":").last.flatMap { UInt16($0) })
        let idle = try Connection(port: port)
        #expect(try await server.send("GET", "/api/v1/auth/check").status == 200)
        let start = ContinuousClock.now
        #expect(try await server.stop() == 0)
        #expect(ContinuousClock.now - start < .seconds(15))
        _ = idle
    }

    @Test func aRequestThatNeverEndsIsCutOff() async throws {
        let server = try await RunningServer.start(arguments: ["--shutdown-timeout", "1"])
        let port = try #require(server.authority.split(separator: ":").last.flatMap { UInt16($0) })
        let connection = try Connection(port: port)
        try connection.write(
            "POST /api/v1/agents HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(server.apiKey)\r\n"
                + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
        #expect(try await server.send("GET", "/api/v1/auth/check").status == 200)
        try await Task.sleep(for: .milliseconds(200))
        #expect(try await server.stop() == 0)
    }
}
