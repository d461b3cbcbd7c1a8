import EigenpalAPI
import Foundation
import TestSupport
import Testing

@Suite struct ConnectionTests {
    @Test func outlivesMoreConnectionsThanItTakes() async throws {
        let server = try await RunningServer.start(arguments: ["--connection-limit", "4"])
        let port = try #require(server.authority.split(separator: ":").last.flatMap { UInt16($0) })
        var connections: [Connection] = []
        for _ in 0..<40 { connections.append(try Connection(port: port)) }
        connections.removeAll()
        #expect(try await server.send("GET", "/api/v1/auth/check").status == 200)
        try await server.stop()
    }

    @Test func answersManyRequestsOnOneConnection() async throws {
        let server = try await RunningServer.start()
        let port = try #require(server.authority.split(separator: ":").last.flatMap { UInt16($0) })
        let connection = try Connection(port: port)
        var ids: Set<String> = []
        for path in ["auth/check", "none", "agents?limit=0", "auth/check", "agents"] {
            try connection.write(
                "GET /api/v1/\(path) HTTP/1.1\r\nHost: \(server.authority)\r\n"
                    + "Authorization: Bearer \(server.apiKey)\r\n\r\n")
            let answer = try #require(HTTPAnswer(try connection.readAnswer()))
            ids.insert(try #require(answer.headers["x-request-id"]))
        }
        #expect(ids.count == 5)
        try await server.stop()
    }

    @Test func admitsABodyThatItsClientHoldsBack() async throws {
        let server = try await RunningServer.start(arguments: ["--body-limit", "1000"])
        let port = try #require(server.authority.split(separator: ":").last.flatMap { UInt16($0) })
        let body = #"{"name":"A","slug":"a"}"#
        func head(_ length: Int, key: String) -> String {
            "POST /api/v1/agents HTTP/1.1\r\nHost: \(server.authority)\r\nAuthorization: Bearer \(key)\r\n"
                + "Content-Type: application/json\r\nContent-Length: \(length)\r\nExpect: 100-continue\r\n\r\n"
        }
        let admitted = try Connection(port: port)
        try admitted.write(head(body.utf8.count, key: server.apiKey))
        let interim = String(decoding: try admitted.readSome(), as: UTF8.self)
        #expect(interim.hasPrefix("HTTP/1.1 100 "), "\(interim)")
        try admitted.write(body)
        #expect(try #require(HTTPAnswer(try admitted.readAnswer())).status == 201)
        // What is refused is refused before its body is sent.
        for (length, key, status) in [(body.utf8.count, "wrong", 401), (1_001, server.apiKey, 413)] {
            let refused = try Connection(port: port)
            try refused.write(head(length, key: key))
            #expect(try #require(HTTPAnswer(try refused.readAnswer())).status == status)
        }
        try await server.stop()
    }

    @Test func answersHeadWithoutABody() async throws {
        let server = try await RunningServer.start()
        for (path, status) in [("auth/check", 200), ("none", 404), ("source/raw", 400)] {
            let answer = try await server.send("HEAD", "/api/v1/\(path)")
            #expect(answer.status == status)
            #expect(answer.body.isEmpty)
            #expect(answer.headers["x-request-id"] != nil)
        }
        try await server.stop()
    }
}
