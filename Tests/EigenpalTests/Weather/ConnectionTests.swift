import Eigenpal
import Foundation
import Synchronization
import Testing

@Suite struct ConnectionTests {
    private static let repository = #"{"gitRepositoryPath": "acme", "remoteUrl": "https://h/orgs/acme.git"}"#

    private func error(
        timeout: Duration = .seconds(60), limit: Int? = nil,
        _ serve: @escaping @Sendable (RawConnection) -> Void
    ) async throws -> EigenpalError {
        let server = try RawServer(serve)
        var configuration = ClientConfiguration.direct
        if let limit { configuration.maximumResponseSize = limit }
        let usual = try await failure(of: server.baseURL, timeout: timeout, configuration: configuration) {
            _ = try await $0.source.repository()
        }
        // Without an event loop, the same is seen.
        configuration.isOneShot = true
        let oneShot = try await failure(of: server.baseURL, timeout: timeout, configuration: configuration) {
            _ = try await $0.source.repository()
        }
        #expect(caseName(oneShot) == caseName(usual), "\(oneShot)")
        #expect(oneShot.status == usual.status)
        return usual
    }

    @Test(arguments: [
        "",
        "HTTP/1.1 200 OK\r\nContent-Le",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"gitRep",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"git\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\n{}{}{}{}",
        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n{}",
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/9.9 banana\r\n\r\n",
        "\u{0}\u{1}\u{2}\u{3}",
        "<html>no head</html>",
    ])
    func anAnswerThatBreaksOffIsUnreachable(text: String) async throws {
        let error = try await error { connection in
            _ = connection.readRequest()
            connection.write(text)
        }
        guard case .unreachable(let baseURL, let reason) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(baseURL.hasPrefix("http://127.0.0.1:"))
        #expect(!reason.isEmpty && !reason.contains("HTTPClientError") && !reason.contains("NIO"))
    }

    @Test func aResetIsUnreachable() async throws {
        let early = try await error { connection in
            _ = connection.readRequest()
            connection.reset()
        }
        #expect(caseName(early) == "unreachable")
        let late = try await error { connection in
            _ = connection.readRequest()
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"git")
            connection.reset()
        }
        #expect(caseName(late) == "unreachable")
    }

    @Test func aBodyLongerThanItSaysIsCut() async throws {
        let error = try await error { connection in
            _ = connection.readRequest()
            connection.write(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n"
                    + Self.repository)
        }
        #expect(caseName(error) == "decoding")
    }

    // Far less than the request's timeout: a connection that is refused is not tried again until then.
    @Test(.timeLimit(.minutes(1)))
    func aRefusedConnectionIsToldAtOnce() async throws {
        let refusing = try RefusingPort()
        let error = try await failure(of: "http://127.0.0.1:\(refusing.port)", timeout: .seconds(600)) {
            _ = try await $0.agents.list()
        }
        guard case .unreachable(let baseURL, let reason) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(baseURL == "http://127.0.0.1:\(refusing.port)")
        #expect(reason.contains("refused"))
    }

    @Test func anUnknownHostIsNamed() async throws {
        let error = try await failure(of: "http://no-such-host.invalid:8080") {
            _ = try await $0.agents.list()
        }
        guard case .unreachable(_, let reason) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(reason == "there is no host no-such-host.invalid")
    }

    @Test func silenceTimesOut() async throws {
        let silent = try await error(timeout: .milliseconds(300)) { $0.waitForEnd() }
        #expect(caseName(silent) == "timeout")
        #expect("\(silent)".contains("GET /api/v1/source/repository"))
        #expect(silent.status == nil)
    }

    @Test func aDripTimesOutAsAWhole() async throws {
        let error = try await error(timeout: .milliseconds(400)) { connection in
            _ = connection.readRequest()
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
            while connection.write([0x20]) { usleep(20_000) }
        }
        #expect(caseName(error) == "timeout")
    }

    @Test func anAnswerLargerThanTheLimitIsRefused() async throws {
        let told = try await error(limit: 1_000) { connection in
            _ = connection.readRequest()
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
            connection.waitForEnd()
        }
        #expect(caseName(told) == "responseTooLarge")
        let untold = try await error(limit: 1_000) { connection in
            _ = connection.readRequest()
            connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            while connection.write(
                Array("100\r\n".utf8) + [UInt8](repeating: 0x20, count: 256) + Array("\r\n".utf8))
            {}
        }
        guard case .responseTooLarge(let baseURL, 1_000) = untold else {
            Issue.record("\(untold)")
            return
        }
        #expect("\(untold)".contains(baseURL))
    }

    @Test func anEndlessErrorPageIsCutNotRead() async throws {
        let error = try await error { connection in
            _ = connection.readRequest()
            connection.write(
                "HTTP/1.1 502 Bad\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
            let chunk = Array("10000\r\n".utf8) + [UInt8](repeating: 0x41, count: 65_536) + Array("\r\n".utf8)
            while connection.write(chunk) {}
        }
        #expect(caseName(error) == "server")
        #expect(error.status == 502)
    }

    @Test func theKeyDoesNotFollowARedirect() async throws {
        let other = try RawServer.answering("200 OK", Self.repository)
        for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"] {
            let server = try RawServer.answering(
                status, headers: ["Location: http://localhost:\(other.port)/api/v1/source/repository"], "")
            let error = try await failure(of: server.baseURL) { _ = try await $0.source.repository() }
            #expect(caseName(error) == "unexpectedStatus")
            #expect("\(error)".contains("http://localhost:\(other.port)"))
        }
        let same = try RawServer.answering("302 Found", headers: ["Location: /login"], "")
        #expect(
            caseName(try await failure(of: same.baseURL) { _ = try await $0.agents.list() })
                == "unexpectedStatus")
        #expect(same.requests.count == 1)
        #expect(other.requests.isEmpty)
    }

    @Test func cancellationEndsARequestSoon() async throws {
        let server = try RawServer { connection in
            _ = connection.readRequest()
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
            connection.waitForEnd()
        }
        try await withClient(of: server.baseURL, timeout: .seconds(60)) { client in
            let task = Task { try await client.agents.list() }
            while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
            task.cancel()
            let error = try await #require(throws: EigenpalError.self) { _ = try await task.value }
            #expect(error == .cancelled)
        }
    }

    @Test func connectionsAreUsedAgainAndReplacedWhenTheyEnd() async throws {
        let count = Counter()
        let keeping = try RawServer { connection in
            count.add()
            while connection.readRequest() != nil { connection.answer("200 OK", Self.repository) }
        }
        try await withClient(of: keeping.baseURL) { client in
            for _ in 0..<5 { _ = try await client.source.repository() }
        }
        #expect(count.value == 1)

        let closing = try RawServer { connection in
            _ = connection.readRequest()
            connection.answer("200 OK", headers: ["Connection: close"], Self.repository)
        }
        try await withClient(of: closing.baseURL) { client in
            for _ in 0..<5 { _ = try await client.source.repository() }
        }
        #expect(closing.requests.count == 5)
    }

    @Test func aKeptConnectionThatEndsUnseenIsNotAnError() async throws {
        // It promises to keep the connection and closes it: the next request may already be under way on it.
        let server = try RawServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.answer("200 OK", Self.repository)
        }
        try await withClient(of: server.baseURL) { client in
            for _ in 0..<50 { _ = try await client.source.repository() }
        }
        #expect(server.requests.count == 50)
    }

    @Test func aChangeIsNotSentTwice() async throws {
        let server = try RawServer { _ = $0.readRequest() }
        let error = try await failure(of: server.baseURL) { _ = try await $0.automations.sync("agents.a") }
        #expect(caseName(error) == "unreachable")
        #expect(server.requests.count == 1)
        _ = try await failure(of: server.baseURL) { _ = try await $0.source.repository() }
        #expect(server.requests.count == 3)
    }

    @Test func manyTasksShareOneClient() async throws {
        let server = try RawServer.answering("200 OK", Self.repository)
        try await withClient(of: server.baseURL) { client in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<40 { group.addTask { _ = try await client.source.repository() } }
                try await group.waitForAll()
            }
        }
        #expect(server.requests.count == 40)
    }

    @Test func aClientMayGoAwayUnclosedAndNotComeBackClosed() async throws {
        let server = try RawServer.answering("200 OK", Self.repository)
        do {
            let client = try EigenpalClient(apiKey: testKey, baseURL: server.baseURL, configuration: .direct)
            _ = try await client.source.repository()
        }
        let client = try EigenpalClient(apiKey: testKey, baseURL: server.baseURL, configuration: .direct)
        let copy = client
        _ = try await client.source.repository()
        await client.shutdown()
        await client.shutdown()
        let error = try await #require(throws: EigenpalError.self) { try await copy.source.repository() }
        #expect("\(error)".contains("shut down"))
    }

    @Test func noisyAnswersAreErrorsNotCrashes() async throws {
        let noise = Noise()
        let server = try RawServer { connection in
            _ = connection.readRequest()
            connection.write(noise.next())
        }
        try await withClient(of: server.baseURL, timeout: .seconds(5)) { client in
            for _ in 0..<200 {
                do {
                    _ = try await client.source.repository()
                } catch {
                    #expect(error is EigenpalError)
                }
            }
        }
        #expect(server.requests.count > 150)
    }
}

/// Counts from any thread.
final class Counter: Sendable {
    private let count = Mutex(0)
    func add() { count.withLock { $0 += 1 } }
    var value: Int { count.withLock { $0 } }
}

/// A sound answer with bytes changed, dropped or doubled, the same sequence in every run.
private final class Noise: Sendable {
    private let generator = Mutex(SeededGenerator(seed: 21))
    private let sound = Array(
        """
        HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 69\r\nx-request-id: req_1\r\n\r\n\
        {"gitRepositoryPath": "acme", "remoteUrl": "https://h/orgs/acme.git"}
        """.utf8)

    func next() -> [UInt8] {
        generator.withLock { generator in
            var bytes = sound
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.remove(at: index)
                case 2: bytes.insert(bytes[index], at: index)
                default:
                    bytes.removeSubrange(
                        Int.random(in: max(1, index)..<max(2, bytes.count), using: &generator)...)
                }
            }
            return bytes
        }
    }
}
