import EigenpalAPI
import Foundation
import Testing

@testable import Eigenpal

/// Requests that are sent without an event loop.
// Each request holds its thread, and there are few for all tests.
@Suite(.serialized) struct PlainExchangeTests {
    private static let repository = #"{"gitRepositoryPath": "acme", "remoteUrl": "https://h/orgs/acme.git"}"#

    private static var oneShot: ClientConfiguration {
        var configuration = ClientConfiguration.direct
        configuration.isOneShot = true
        return configuration
    }

    /// The repository's name, as a server's bytes tell it.
    private func path(of server: RawServer) async throws -> String {
        try await withClient(of: server.baseURL, configuration: Self.oneShot) {
            try await $0.source.repository().gitRepositoryPath
        }
    }

    @Test func sendsWhatTheEventLoopSends() async throws {
        let server = try RawServer.answering("200 OK", "{}")
        for configuration in [ClientConfiguration.direct, Self.oneShot] {
            try await withClient(of: server.baseURL + "/behind", configuration: configuration) { client in
                _ = try? await client.source.repository()
                _ = try? await client.automations.sync("agents.a b")
                _ = try? await client.source.encryptSecrets([
                    .init(sourcePath: "agents/a/secrets.enc.yaml", secretName: "A", plaintext: "é\n\"")
                ])
            }
        }
        let requests = server.requests.map { request in
            let parts = request.split(separator: "\r\n\r\n", maxSplits: 1).map(String.init)
            let lines = parts[0].split(separator: "\r\n").map(String.init)
            let fields = lines.dropFirst().map { line in
                let field = line.split(separator: ":", maxSplits: 1)
                return "\(field[0].lowercased()):\(field[1])"
            }
            return [lines[0]] + fields.sorted() + parts.dropFirst()
        }
        try #require(requests.count == 6)
        for number in 0..<3 { #expect(requests[number] == requests[number + 3]) }
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 69\r\n\r\n",
        "HTTP/1.0 200 OK\r\n\r\n",
        "HTTP/1.1 200\r\ncontent-length:  69 \r\nX-Empty:\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\nContent-Length: 69\n\n",
    ])
    func readsAnswers(head: String) async throws {
        #expect(try await path(of: try RawServer.writing(head + Self.repository)) == "acme")
    }

    @Test func readsAnswersInPieces() async throws {
        let body = Array(Self.repository.utf8)
        for size in [1, 7, 30] {
            var text = Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n".utf8)
            for start in stride(from: 0, to: body.count, by: size) {
                let part = body[start..<min(start + size, body.count)]
                text +=
                    Array("\(String(part.count, radix: 16));name=value\r\n".utf8) + part + Array("\r\n".utf8)
            }
            text += Array("0\r\nTrailer: value\r\n\r\n".utf8)
            let answer = text
            let server = try RawServer { connection in
                _ = connection.readRequest()
                for start in stride(from: 0, to: answer.count, by: 3) {
                    connection.write(Array(answer[start..<min(start + 3, answer.count)]))
                }
                connection.waitForEnd()
            }
            #expect(try await path(of: server) == "acme")
        }
    }

    @Test func sendsALargeBodyWhileTheServerIsSlow() async throws {
        let server = try RawServer { connection in
            var count = 0
            while count < 8_000_000, let bytes = connection.readBytes() {
                if count == 0 { usleep(50_000) }
                count += bytes.count
            }
            connection.answer("200 OK", "{\"encrypted\":null}")
        }
        try await withClient(of: server.baseURL, configuration: Self.oneShot) { client in
            let answer = try await client.source.encryptSecrets(
                SourceSecretsEncryptBody(
                    sourcePath: "p", secretName: "A", plaintext: String(repeating: "x", count: 8_000_000)))
            #expect(answer.encrypted == nil)
        }
    }

    @Test func aRefusalBeforeTheBodyWasReadIsSeen() async throws {
        let server = try RawServer { connection in
            _ = connection.readBytes()
            connection.answer(
                "413 Content Too Large", #"{"issues": [{"code": "x", "message": "too large"}]}"#)
            connection.waitForEnd()
        }
        let error = try await failure(of: server.baseURL, configuration: Self.oneShot) { client in
            _ = try await client.source.encryptSecrets(
                SourceSecretsEncryptBody(
                    sourcePath: "p", secretName: "A", plaintext: String(repeating: "x", count: 20_000_000)))
        }
        #expect(error.status == 413)
    }

    @Test func refusedAndShutDownAndRedirected() async throws {
        let refusing = try RefusingPort()
        let refused = try await failure(
            of: "http://127.0.0.1:\(refusing.port)", configuration: Self.oneShot
        ) { _ = try await $0.agents.list() }
        #expect("\(refused)".contains("refused"))

        let other = try RawServer.answering("200 OK", Self.repository)
        let moved = try RawServer.answering("302 Found", headers: ["Location: \(other.baseURL)/"], "")
        let error = try await failure(of: moved.baseURL, configuration: Self.oneShot) {
            _ = try await $0.source.repository()
        }
        #expect(caseName(error) == "unexpectedStatus" && other.requests.isEmpty)

        let client = try EigenpalClient(
            apiKey: testKey, baseURL: other.baseURL, configuration: Self.oneShot)
        await client.shutdown()
        let late = try await #require(throws: EigenpalError.self) { try await client.source.repository() }
        #expect("\(late)".contains("shut down") && other.requests.isEmpty)
    }

    @Test func cancellationEndsItSoon() async throws {
        let server = try RawServer { connection in
            _ = connection.readRequest()
            connection.waitForEnd()
        }
        try await withClient(of: server.baseURL, configuration: Self.oneShot) { client in
            let task = Task { try await client.agents.list() }
            while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
            task.cancel()
            let error = try await #require(throws: EigenpalError.self) { _ = try await task.value }
            #expect(error == .cancelled)
        }
    }

    /// Damaged answers are errors or answers, and the same ones however they are cut.
    @Test func damagedAnswersAreReadAlikeInOneGoAndByteByByte() {
        var random = SeededGenerator(seed: 4)
        let sound = [
            "HTTP/1.1 200 OK\r\nContent-Type: a\r\nContent-Length: 5\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;a=b\r\nlo\r\n0\r\nx: y\r\n\r\n",
            "HTTP/1.1 404 No\r\n\r\nhello",
        ].map { Array($0.utf8) }
        for _ in 0..<20_000 {
            var bytes = sound[Int.random(in: 0..<sound.count, using: &random)]
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: index)
                default: bytes.insert(bytes[index], at: index)
                }
            }
            #expect(outcome(of: bytes, step: bytes.count) == outcome(of: bytes, step: 1), "\(bytes)")
        }
    }

    private func outcome(of bytes: [UInt8], step: Int) -> String {
        var parser = PlainResponseParser(limits: (64, 64))
        do {
            for start in stride(from: 0, to: bytes.count, by: step) {
                if let answer = try parser.take(bytes[start..<min(start + step, bytes.count)]) {
                    return "\(answer)"
                }
            }
            return "\(try parser.end())"
        } catch {
            // Which mistake is seen first depends on how much of the answer is there.
            return "error"
        }
    }
}
