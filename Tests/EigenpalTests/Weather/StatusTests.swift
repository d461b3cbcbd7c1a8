import Eigenpal
import EigenpalAPI
import Testing

@Suite struct StatusTests {
    private static let envelope = """
        {"issues": [{"field": "slug", "message": "taken", "code": "conflict", "severity": "error"}],
         "requestId": "req_7", "hint": "choose another"}
        """

    private func error(
        _ status: String, type: String? = "application/json", headers: [String] = [], _ body: String
    ) async throws -> EigenpalError {
        let server = try RawServer.answering(status, type: type, headers: headers, body)
        return try await failure(of: server.baseURL) { _ = try await $0.source.repository() }
    }

    @Test(arguments: [
        (400, "validation"), (401, "authentication"), (403, "forbidden"), (404, "notFound"),
        (409, "conflict"),
        (429, "rateLimited"), (500, "server"), (503, "server"), (599, "server"), (418, "unexpectedStatus"),
        (304, "unexpectedStatus"),
    ])
    func eachStatusHasItsError(status: Int, name: String) async throws {
        let error = try await error("\(status) X", status == 304 ? "" : Self.envelope)
        #expect(caseName(error) == name)
        #expect(error.status == status)
        guard status != 304 else { return }
        #expect(error.requestID == "req_7")
        #expect(error.envelope?.hint == "choose another")
        #expect(error.issues.first?.code == "conflict")
        #expect(error.failure?.body?["requestId"] == "req_7")
        #expect("\(error)".contains("slug: taken"))
        #expect("\(error)".contains("GET /api/v1/source/repository"))
    }

    @Test func theHeaderNamesTheRequestFirst() async throws {
        let error = try await error("404 X", headers: ["X-Request-Id: req_head"], Self.envelope)
        #expect(error.requestID == "req_head")
        #expect("\(error)".contains("req_head"))
    }

    @Test(
        arguments: [
            ("7", Duration.seconds(7)), ("0", .zero), ("Sun, 06 Nov 1994 08:49:37 GMT", .zero), ("soon", nil),
            (nil, nil),
        ] as [(String?, Duration?)])
    func rateLimitsTellWhenToComeBack(header: String?, duration: Duration?) async throws {
        let error = try await error(
            "429 X", headers: header.map { ["Retry-After: \($0)"] } ?? [], Self.envelope)
        #expect(error.retryAfter == duration)
    }

    @Test(arguments: [502, 503, 504])
    func aServerThatIsAwayTellsWhenToComeBack(status: Int) async throws {
        let error = try await error("\(status) X", headers: ["Retry-After: 3"], Self.envelope)
        #expect(error.retryAfter == .seconds(3))
    }

    @Test(arguments: [
        #"{"issues": "many", "requestId": "r"}"#, #"{"requestId": "r"}"#,
        #"{"issues": [{"message": 7}], "requestId": "r"}"#,
    ])
    func anEnvelopeOfAnotherShapeIsKept(body: String) async throws {
        let error = try await error("400 X", body)
        #expect(caseName(error) == "validation")
        #expect(error.envelope == nil)
        #expect(error.requestID == "r")
        #expect(error.failure?.body?["requestId"] == "r")
    }

    @Test func aForeignErrorObjectStillSpeaks() async throws {
        #expect(
            "\(try await error("409 X", #"{"error": "source is Git-backed"}"#))".contains(
                "source is Git-backed"))
        #expect("\(try await error("403 X", #"{"message": "no entry"}"#))".contains("no entry"))
        #expect("\(try await error("404 X", "[]"))".contains("not found"))
        #expect("\(try await error("401 X", ""))".contains("API key"))
    }

    @Test(arguments: ["200 OK", "400 Bad Request", "401 Unauthorized", "404 Not Found"])
    func pagesOfOtherProgramsNameTheBaseURL(status: String) async throws {
        let server = try RawServer.answering(status, type: "text/html; charset=utf-8", "<html>Sign in</html>")
        let error = try await failure(of: server.baseURL + "/proxy") { _ = try await $0.agents.list() }
        guard case .notJSON(let baseURL, let code, let type) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(baseURL == server.baseURL + "/proxy")
        #expect("\(code)" == status.prefix(3))
        #expect(type == "text/html; charset=utf-8")
        #expect("\(error)".contains(baseURL))
    }

    @Test(arguments: [502, 503, 504])
    func aGatewaysPageKeepsItsStatus(status: Int) async throws {
        let server = try RawServer.answering("\(status) Bad", type: "text/html", "<html>bad gateway</html>")
        let error = try await failure(of: server.baseURL) { _ = try await $0.automations.sync("agents.a") }
        #expect(caseName(error) == "server")
        #expect(error.status == status)
        #expect("\(error)".contains(server.baseURL))
        #expect("\(error)".contains("text/html"))
    }

    @Test(arguments: [
        ("", "notJSON"), ("{", "decoding"), ("nonsense", "decoding"), ("[]", "decoding"),
        ("null", "decoding"),
        (#"{"gitRepositoryPath": "acme"}"#, "decoding"),
        (#"{"gitRepositoryPath": "acme", "remoteUrl": 7}"#, "decoding"),
        ("\u{FEFF}\u{0}{}", "decoding"),
    ])
    func successWithoutTheAnswerIsAnError(body: String, name: String) async throws {
        let error = try await error("200 OK", body)
        #expect(caseName(error) == name)
        #expect(error.status == 200)
    }

    @Test func aMissingFieldIsNamedAndNoValueShown() async throws {
        let body = #"{"packagePath": "agents/a", "releases": [{"version": "hunter2", "tag": "t"}]}"#
        let server = try RawServer.answering("200 OK", body)
        let error = try await failure(of: server.baseURL) {
            _ = try await $0.source.releases(packagePath: "agents/a")
        }
        #expect("\(error)".contains("releases[0].commit is missing"))
        #expect(!"\(error)".contains("hunter2"))
    }

    @Test func anUntypedAnswerIsRead() async throws {
        let body = #"{"gitRepositoryPath": "acme", "remoteUrl": "https://h/orgs/acme.git", "new": 1}"#
        for type in [nil, "application/octet-stream", "application/problem+json"] {
            let server = try RawServer.answering("200 OK", type: type, body)
            let answer = try await withClient(of: server.baseURL) { try await $0.source.repository() }
            #expect(answer.remoteUrl == "https://h/orgs/acme.git")
        }
    }

    @Test func aServerThatRepeatsTheKeyDoesNotGetItShown() async throws {
        let body =
            #"{"issues": [{"field": "authorization", "message": "\#(testKey) is wrong", "code": "x", "severity": "error"}], "requestId": "\#(testKey)", "hint": "\#(testKey)"}"#
        let error = try await error("401 X", headers: ["x-request-id: a-\(testKey)"], body)
        #expect(error.issues.first?.message == "*** is wrong")
        for type in ["text/html; \(testKey)", "application/json"] {
            _ = try await self.error("404 X", type: type, "<html>\(testKey)</html>")
            _ = try await self.error("200 X", type: type, "<html>\(testKey)</html>")
        }
        _ = try await self.error("302 X", headers: ["Location: https://\(testKey).example/\(testKey)"], "")
    }

    @Test func batchAnswersMustBeWhole() async throws {
        let server = try RawServer.answering("200 OK", #"{"secrets": {}}"#)
        let error = try await failure(of: server.baseURL) {
            _ = try await $0.source.encryptSecrets([
                .init(sourcePath: "p", secretName: "TOKEN", plaintext: "x")
            ])
        }
        #expect(caseName(error) == "decoding")
        #expect("\(error)".contains("secrets.TOKEN"))
        let twice = try await failure(of: server.baseURL) {
            let item = SourceSecretsEncryptBody.Item(sourcePath: "p", secretName: "TOKEN", plaintext: "x")
            _ = try await $0.source.encryptSecrets([item, item])
        }
        #expect(caseName(twice) == "invalidArgument")
        #expect(server.requests.count == 1)
    }
}

/// The name of an error's case.
func caseName(_ error: EigenpalError) -> String {
    Mirror(reflecting: error).children.first?.label ?? "\(error)"
}
