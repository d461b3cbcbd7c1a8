import Eigenpal
import EigenpalAPI
import Foundation
import Synchronization
import Testing

@Suite struct RequestTests {
    /// The head lines and the body of the one request that `body` sends.
    private func request(
        answer: String = "{}", prefix: String = "", configuration: ClientConfiguration = .direct,
        _ body: (EigenpalClient) async throws -> Void
    ) async throws -> (lines: [String], body: String) {
        let server = try RawServer.answering("200 OK", answer)
        try await withClient(of: server.baseURL + prefix, configuration: configuration) { client in
            do { try await body(client) } catch is EigenpalError {}
        }
        let text = try #require(server.requests.first)
        #expect(server.requests.count == 1)
        let parts = try #require(text.firstRange(of: "\r\n\r\n"))
        return (text[..<parts.lowerBound].components(separatedBy: "\r\n"), String(text[parts.upperBound...]))
    }

    @Test func theReferencesHeadersAreSentOnce() async throws {
        var configuration = ClientConfiguration.direct
        configuration.userAgentSuffix = "acme-deploy/2.1"
        let lines = try await request(configuration: configuration) { _ = try await $0.agents.list() }.lines
        func values(_ name: String) -> [String] {
            lines.filter { $0.lowercased().hasPrefix(name + ":") }
                .map { String($0.dropFirst(name.count + 1)).trimmingCharacters(in: .whitespaces) }
        }
        #expect(lines[0] == "GET /api/v1/agents HTTP/1.1")
        #expect(values("authorization") == ["Bearer \(testKey)"])
        #expect(values("x-eigenpal-sdk") == ["swift"])
        #expect(values("x-eigenpal-sdk-version") == [EigenpalSDK.version])
        let runtime = try #require(values("x-eigenpal-sdk-runtime").first)
        let system = try #require(values("x-eigenpal-sdk-os").first)
        #expect(runtime.hasPrefix("swift-6."))
        #expect(system.split(separator: "-").count == 2)
        #expect(
            values("user-agent")
                == ["eigenpal-sdk-swift/\(EigenpalSDK.version) (\(runtime); \(system)) acme-deploy/2.1"])
    }

    @Test func everyCallIsTheReferencesRequest() async throws {
        let sealed = EncryptedSecret(keyId: "k", nonce: "n", ciphertext: "c", tag: "t")
        let calls: [(String, String, (EigenpalClient) async throws -> Void)] = [
            ("GET /api/v1/auth/check", "", { _ = try await $0.checkAuthentication() }),
            ("GET /api/v1/source/repository", "", { _ = try await $0.source.repository() }),
            (
                "GET /api/v1/source/raw?path=agents%2Fa%2FAGENT.md&ref=main", "",
                { _ = try await $0.source.raw(path: "agents/a/AGENT.md") }
            ),
            (
                "GET /api/v1/source/releases?packagePath=agents%2Fa", "",
                { _ = try await $0.source.releases(packagePath: "agents/a") }
            ),
            (
                "GET /api/v1/source/releases?packagePath=agents%2Fa&version=1.0.0", "",
                { _ = try await $0.source.releases(packagePath: "agents/a", version: "1.0.0") }
            ),
            (
                "GET /api/v1/source/lockfile?packageRef=agents.a%401.x", "",
                { _ = try await $0.source.lockfile(packageRef: "agents.a@1.x") }
            ),
            (
                "POST /api/v1/source/secrets/encrypt",
                #"{"plaintext":"v","secretName":"A","sourcePath":"p/s"}"#,
                { _ = try await $0.source.encryptSecrets(sourcePath: "p/s", secretName: "A", plaintext: "v") }
            ),
            (
                "POST /api/v1/source/secrets/encrypt",
                #"{"secrets":[{"plaintext":"v","secretName":"A","sourcePath":"p"}]}"#,
                {
                    _ = try await $0.source.encryptSecrets([
                        .init(sourcePath: "p", secretName: "A", plaintext: "v")
                    ])
                }
            ),
            (
                "POST /api/v1/source/secrets/decrypt",
                #"{"secrets":[{"encrypted":{"algorithm":"aes-256-gcm","ciphertext":"c","keyId":"k","nonce":"n","tag":"t"},"secretName":"A","sourcePath":"p"}]}"#,
                {
                    _ = try await $0.source.decryptSecrets([
                        .init(sourcePath: "p", secretName: "A", encrypted: sealed)
                    ])
                }
            ),
            ("POST /api/v1/automations/agents.a/sync", "", { _ = try await $0.automations.sync("agents.a") }),
            (
                "GET /api/v1/agents?search=x%20y&slug=s&limit=5&offset=10&includeArchived=true", "",
                {
                    _ = try await $0.agents.list(
                        search: "x y", slug: "s", includeArchived: true, limit: 5, offset: 10)
                }
            ),
            (
                "GET /api/v1/agents/a%2Fb?include=files%2Cdataset", "",
                { _ = try await $0.agents.get("a/b", include: ["files", "dataset"]) }
            ),
            (
                "POST /api/v1/agents", #"{"config":{"k":1},"name":"N","slug":"s"}"#,
                { _ = try await $0.agents.create(name: "N", slug: "s", config: ["k": 1]) }
            ),
            (
                "PATCH /api/v1/agents/a", #"{"description":"D"}"#,
                { _ = try await $0.agents.update("a", description: "D") }
            ),
            ("GET /api/v1/agents/a/versions", "", { _ = try await $0.agents.versions("a") }),
            (
                "GET /api/v1/agents/a/files?prefix=docs&ref=main", "",
                { _ = try await $0.agents.listFiles("a", prefix: "docs", ref: "main") }
            ),
            (
                "GET /api/v1/agents/a/files?path=AGENT.md", "",
                { _ = try await $0.agents.file("a", path: "AGENT.md") }
            ),
            (
                "PUT /api/v1/agents/a/files?path=x.md", #"{"contentBase64":"eA=="}"#,
                {
                    try await ($0.agents as any WritingFiles).putFile(
                        "a", path: "x.md", contentBase64: "eA==")
                }
            ),
            (
                "POST /api/v1/agents/a/files", #"{"files":[{"path":"x"}]}"#,
                { try await ($0.agents as any WritingFiles).uploadFiles("a", files: [["path": "x"]]) }
            ),
            (
                "GET /api/v1/workflows?name=n&kind=block&folderId=null&limit=100", "",
                { _ = try await $0.workflows.list(name: "n", kind: .block, folderId: "null", limit: 100) }
            ),
            ("GET /api/v1/workflows/wf_1", "", { _ = try await $0.workflows.get("wf_1") }),
            (
                "GET /api/v1/workflows/wf_1/versions?limit=1&offset=2", "",
                { _ = try await $0.workflows.versions("wf_1", limit: 1, offset: 2) }
            ),
        ]
        for (line, body, call) in calls {
            let sent = try await request(prefix: "/behind/", call)
            let target = line.replacing(" /", with: " /behind/")
            #expect(sent.lines.first == "\(target) HTTP/1.1")
            #expect(sent.body == body)
            let type = sent.lines.first { $0.lowercased().hasPrefix("content-type:") }
            #expect((type != nil) == !body.isEmpty)
            if !line.hasPrefix("GET") {
                #expect(sent.lines.contains { $0.lowercased() == "content-length: \(body.utf8.count)" })
            }
        }
    }

    @Test func anyRequestCanBeSent() async throws {
        let server = try RawServer.answering(
            "418 Teapot", type: "text/plain", headers: ["X-A: 1", "X-A: 2"], "short")
        try await withClient(of: server.baseURL) { client in
            let answer = try await client.send(
                method: "patch", path: "/api/v1/tea%2Fpot?cup=1", query: [("milk", "a b")],
                body: .json(["sugar": JSONValue.integer(2)]))
            #expect(answer.status == 418)
            #expect(String(decoding: answer.body, as: UTF8.self) == "short")
            #expect(answer.header("x-a") == "1")
            #expect(answer.headers.filter { $0.name == "X-A" }.map(\.value) == ["1", "2"])
            let error = client.error(of: answer, method: "PATCH", path: "/api/v1/tea%2Fpot?cup=1")
            #expect(error?.status == 418)
        }
        #expect(server.requests[0].hasPrefix("PATCH /api/v1/tea%2Fpot?cup=1&milk=a%20b HTTP/1.1\r\n"))
        #expect(server.requests[0].hasSuffix("\r\n\r\n{\"sugar\":2}"))
    }

    @Test(arguments: [
        ("GET", "api"), ("GET", ""), ("GET", "//other.example/x"), ("GET", "https://other.example"),
        ("GET", "/a b"),
        ("GET", "/a\r\nX: y"), ("GET", "/ä"), ("GET", "/a#b"), ("G T", "/a"), ("", "/a"), ("GET\r\n", "/a"),
    ])
    func whatCannotBeSentIsRefused(method: String, path: String) async throws {
        let server = try RawServer.answering("200 OK", "{}")
        let error = try await failure(of: server.baseURL) {
            _ = try await $0.send(method: method, path: path)
        }
        #expect(caseName(error) == "invalidArgument")
        #expect(server.requests.isEmpty)
    }

    @Test func bodiesAreStreamedBothWays() async throws {
        let chunks = (0..<50).map { [UInt8](repeating: UInt8($0), count: 10_000) }
        let received = Mutex<Int>(0)
        let server = try RawServer { connection in
            guard let request = connection.readRequest() else { return }
            received.withLock { $0 = request.utf8.count }
            connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            for chunk in chunks { connection.write(Array("2710\r\n".utf8) + chunk + Array("\r\n".utf8)) }
            connection.write("0\r\n\r\n")
        }
        try await withClient(of: server.baseURL) { client in
            let upload = AsyncThrowingStream<[UInt8], any Error> { continuation in
                for _ in 0..<20 { continuation.yield([UInt8](repeating: 0x61, count: 5_000)) }
                continuation.finish()
            }
            let answer = try await client.stream(
                method: "POST", path: "/x", body: .stream(upload, length: 100_000, contentType: "text/plain"))
            var bytes: [UInt8] = []
            for try await part in answer.body { bytes += part }
            #expect(answer.status == 200)
            #expect(bytes == chunks.flatMap { $0 })
        }
        #expect(received.withLock { $0 } > 100_000)
    }

    @Test func aStreamedAnswerThatBreaksIsATypedError() async throws {
        let server = try RawServer.writing("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort")
        try await withClient(of: server.baseURL) { client in
            let answer = try await client.stream(method: "GET", path: "/x")
            let error = await #expect(throws: EigenpalError.self) { for try await _ in answer.body {} }
            #expect(error.map(caseName) == "unreachable")
        }
    }

    @Test func aStreamedAnswerMayBeLetGo() async throws {
        let ended = Mutex(false)
        let server = try RawServer { connection in
            _ = connection.readRequest()
            connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            while connection.write(
                Array("2710\r\n".utf8) + [UInt8](repeating: 1, count: 10_000) + Array("\r\n".utf8))
            {}
            ended.withLock { $0 = true }
        }
        try await withClient(of: server.baseURL) { client in
            for try await _ in try await client.stream(method: "GET", path: "/x").body { break }
            for _ in 0..<3_000 where !ended.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(10)) }
            #expect(ended.withLock { $0 })
        }
    }

    @Test func aStreamThatFailsToBeReadFailsTheRequest() async throws {
        struct Broken: Error {}
        let server = try RawServer { _ = $0.readRequest() }
        let error = try await failure(of: server.baseURL, timeout: .seconds(60)) { client in
            let upload = AsyncThrowingStream<[UInt8], any Error> { $0.finish(throwing: Broken()) }
            _ = try await client.send(
                method: "POST", path: "/x", body: .stream(upload, length: 10, contentType: nil))
        }
        #expect(caseName(error) != "timeout")
    }
}

/// The deprecated calls, without the compiler's warning about them.
protocol WritingFiles {
    @discardableResult
    func putFile(
        _ agent: String, path: String, contentBase64: String
    ) async throws(EigenpalError) -> JSONValue
    @discardableResult
    func uploadFiles(_ agent: String, files: [[String: JSONValue]]) async throws(EigenpalError) -> JSONValue
}
extension AgentsNamespace: WritingFiles {}
