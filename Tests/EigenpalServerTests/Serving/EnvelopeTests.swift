import EigenpalAPI
import TestSupport
import Testing

/// Every failure, whatever its cause, is an envelope with a field, a code and the request's id.
@Suite struct EnvelopeTests {
    private struct Failing: Sendable {
        var method = "GET"
        let path: String
        var body: String?
        var headers: [String: String] = [:]
        let status: Int
        let field: String
        let code: String
    }

    private static let place = #""sourcePath":"agents/a/secrets.enc.yaml""#

    private static let sealed =
        #"{"algorithm":"aes-256-gcm","keyId":"ek_1","nonce":"AAAAAAAAAAAAAAAA","ciphertext":"","tag":"AAAAAAAAAAAAAAAAAAAAAA=="}"#

    private static let failing: [Failing] = [
        Failing(path: "/", status: 404, field: "<root>", code: "not_found"),
        Failing(path: "/api/v1", status: 404, field: "<root>", code: "not_found"),
        Failing(path: "/api/v1/jobs", status: 404, field: "<root>", code: "not_found"),
        Failing(
            method: "POST", path: "/api/v1/runs", body: "{}", status: 400, field: "target", code: "required"),
        Failing(path: "/api/v1/runs/run_none", status: 404, field: "id", code: "run_not_found"),
        Failing(
            path: "/api/v1/agents/none/triggers/email", status: 404, field: "agent", code: "agent_not_found"),
        Failing(path: "/api/v2/agents", status: 404, field: "<root>", code: "not_found"),
        Failing(
            method: "DELETE", path: "/api/v1/agents", status: 405, field: "method", code: "method_not_allowed"
        ),
        Failing(
            method: "POST", path: "/api/v1/source/repository", status: 405, field: "method",
            code: "method_not_allowed"),
        Failing(
            method: "GET", path: "/api/v1/automations/x/sync", status: 405, field: "method",
            code: "method_not_allowed"),
        Failing(method: "POST", path: "/api/v1/agents", status: 400, field: "<root>", code: "body_missing"),
        Failing(
            method: "POST", path: "/api/v1/agents", body: "not json", status: 400, field: "<root>",
            code: "invalid_json"),
        Failing(
            method: "POST", path: "/api/v1/agents", body: #"{"name":"x","#, status: 400, field: "<root>",
            code: "invalid_json"),
        Failing(
            method: "POST", path: "/api/v1/agents", body: "[]", status: 400, field: "<root>",
            code: "invalid_type"),
        Failing(
            method: "POST", path: "/api/v1/agents", body: #"{"slug":"x"}"#, status: 400, field: "name",
            code: "required"),
        Failing(
            method: "POST", path: "/api/v1/agents", body: #"{"name":7,"slug":"x"}"#, status: 400,
            field: "name",
            code: "invalid_type"),
        Failing(
            method: "POST", path: "/api/v1/agents", body: #"{"name":"x","slug":"Bad"}"#, status: 400,
            field: "slug", code: "invalid_package_path"),
        Failing(
            method: "POST", path: "/api/v1/agents", body: #"{"name":"x","slug":"../../etc"}"#, status: 400,
            field: "slug", code: "invalid_package_path"),
        Failing(
            method: "POST", path: "/api/v1/agents", body: #"{"name":"","slug":"x"}"#, status: 400,
            field: "name",
            code: "invalid_length"),
        Failing(
            method: "POST", path: "/api/v1/agents", body: #"{"name":"a\u0007b","slug":"x"}"#, status: 400,
            field: "name", code: "invalid_characters"),
        Failing(
            method: "POST", path: "/api/v1/agents", body: #"{"name":"x","slug":"x","config":[]}"#,
            status: 400,
            field: "config", code: "invalid_type"),
        Failing(
            method: "POST", path: "/api/v1/agents", body: #"{"name":"x","slug":"x"}"#,
            headers: ["Content-Type": "text/plain"], status: 415, field: "content-type",
            code: "unsupported_content_type"),
        Failing(
            method: "POST", path: "/api/v1/agents", body: String(repeating: " ", count: 70_000), status: 413,
            field: "<root>", code: "body_too_large"),
        Failing(path: "/api/v1/agents?limit=0", status: 400, field: "limit", code: "out_of_range"),
        Failing(path: "/api/v1/agents?limit=ten", status: 400, field: "limit", code: "invalid_type"),
        Failing(path: "/api/v1/agents?offset=-1", status: 400, field: "offset", code: "invalid_type"),
        Failing(
            path: "/api/v1/agents?includeArchived=maybe", status: 400, field: "includeArchived",
            code: "invalid_value"),
        Failing(path: "/api/v1/agents?search=%ff", status: 400, field: "query", code: "invalid_encoding"),
        Failing(path: "/api/v1/agents?slug=a&slug=b", status: 400, field: "slug", code: "repeated_parameter"),
        Failing(path: "/api/v1/workflows?kind=none", status: 400, field: "kind", code: "invalid_value"),
        Failing(
            path: "/api/v1/agents/none?include=all", status: 400, field: "include", code: "invalid_value"),
        Failing(path: "/api/v1/agents/none", status: 404, field: "agent", code: "agent_not_found"),
        Failing(path: "/api/v1/agents/agt_none", status: 404, field: "agent", code: "agent_not_found"),
        Failing(path: "/api/v1/agents/%ff", status: 400, field: "agent", code: "invalid_encoding"),
        Failing(path: "/api/v1/agents/a%00b", status: 400, field: "agent", code: "invalid_characters"),
        Failing(
            path: "/api/v1/agents/workflows%2Fx", status: 400, field: "automation", code: "not_an_automation"),
        Failing(path: "/api/v1/agents/none/files", status: 404, field: "agent", code: "agent_not_found"),
        Failing(path: "/api/v1/agents/none/versions", status: 404, field: "agent", code: "agent_not_found"),
        Failing(
            method: "PUT", path: "/api/v1/agents/none/files", body: "{}", status: 404, field: "agent",
            code: "agent_not_found"),
        Failing(
            method: "PATCH", path: "/api/v1/agents/none", body: "{}", status: 404, field: "agent",
            code: "agent_not_found"),
        Failing(path: "/api/v1/workflows/none", status: 404, field: "workflow", code: "workflow_not_found"),
        Failing(
            path: "/api/v1/workflows/none/versions", status: 404, field: "workflow",
            code: "workflow_not_found"),
        Failing(
            method: "POST", path: "/api/v1/automations/none/sync", status: 404, field: "automation",
            code: "automation_not_found"),
        Failing(
            method: "POST", path: "/api/v1/automations/resources.skills.ocr/sync", status: 400,
            field: "automation", code: "not_an_automation"),
        Failing(path: "/api/v1/source/raw", status: 400, field: "path", code: "required"),
        Failing(path: "/api/v1/source/raw?path=none", status: 404, field: "path", code: "file_not_found"),
        Failing(path: "/api/v1/source/raw?path=a//b", status: 400, field: "path", code: "invalid_path"),
        Failing(path: "/api/v1/source/raw?path=../x", status: 400, field: "path", code: "invalid_path"),
        Failing(
            path: "/api/v1/source/raw?path=/etc/passwd", status: 400, field: "path", code: "invalid_path"),
        Failing(
            path: "/api/v1/source/raw?path=eigenpal.yaml&ref=none", status: 404, field: "ref",
            code: "ref_not_found"),
        Failing(
            path: "/api/v1/source/raw?path=eigenpal.yaml&ref=main~1", status: 404, field: "ref",
            code: "ref_not_found"),
        Failing(
            path: "/api/v1/source/raw?path=eigenpal.yaml&ref=\(String(repeating: "0", count: 40))",
            status: 404,
            field: "ref", code: "ref_not_found"),
        Failing(path: "/api/v1/source/releases", status: 400, field: "packagePath", code: "required"),
        Failing(
            path: "/api/v1/source/releases?packagePath=x", status: 400, field: "packagePath",
            code: "invalid_package_path"),
        Failing(
            path: "/api/v1/source/releases?packagePath=agents.x", status: 404, field: "packagePath",
            code: "package_not_found"),
        Failing(
            path: "/api/v1/source/releases?packagePath=agents.x&version=1", status: 400, field: "version",
            code: "invalid_version"),
        Failing(path: "/api/v1/source/lockfile", status: 400, field: "packageRef", code: "required"),
        Failing(
            path: "/api/v1/source/lockfile?packageRef=agents.x@1.0.0", status: 400, field: "packageRef",
            code: "package_not_found"),
        Failing(
            method: "POST", path: "/api/v1/source/secrets/encrypt", body: "{}", status: 400,
            field: "sourcePath",
            code: "required"),
        Failing(
            method: "POST", path: "/api/v1/source/secrets/encrypt",
            body: #"{\#(place),"secretName":"lower","plaintext":"x"}"#, status: 400, field: "secretName",
            code: "invalid_secret_name"),
        Failing(
            method: "POST", path: "/api/v1/source/secrets/encrypt",
            body: #"{"sourcePath":"agents/a","secretName":"A","plaintext":"x"}"#, status: 400,
            field: "sourcePath", code: "invalid_source_path"),
        Failing(
            method: "POST", path: "/api/v1/source/secrets/encrypt",
            body: #"{\#(place),"secretName":"A","plaintext":""}"#, status: 400, field: "plaintext",
            code: "secret_empty"),
        Failing(
            method: "POST", path: "/api/v1/source/secrets/encrypt",
            body: #"{\#(place),"secretName":"A","plaintext":"x","organizationId":"other"}"#, status: 403,
            field: "organizationId", code: "organization_mismatch"),
        Failing(
            method: "POST", path: "/api/v1/source/secrets/encrypt", body: #"{"secrets":[]}"#, status: 400,
            field: "secrets", code: "required"),
        Failing(
            method: "POST", path: "/api/v1/source/secrets/encrypt",
            body: #"{"secrets":[{\#(place),"secretName":"A"}]}"#, status: 400, field: "secrets[0].plaintext",
            code: "required"),
        Failing(
            method: "POST", path: "/api/v1/source/secrets/encrypt",
            body: #"{"secrets":[{\#(place),"secretName":"A","plaintext":"x"}],"plaintext":"x"}"#, status: 400,
            field: "secrets", code: "single_and_batch"),
        Failing(
            method: "POST", path: "/api/v1/source/secrets/encrypt",
            body:
                #"{"secrets":[{\#(place),"secretName":"A","plaintext":"x"},{\#(place),"secretName":"A","plaintext":"y"}]}"#,
            status: 400, field: "secrets[1].secretName", code: "duplicate_secret"),
        Failing(
            method: "POST", path: "/api/v1/source/secrets/decrypt", body: "{}", status: 400, field: "secrets",
            code: "required"),
        Failing(
            method: "POST", path: "/api/v1/source/secrets/decrypt", body: #"{\#(place),"secretName":"A"}"#,
            status: 403, field: "executionId", code: "execution_required"),
        Failing(
            method: "POST", path: "/api/v1/source/secrets/decrypt", body: #"{"executionId":"run_1"}"#,
            status: 400, field: "sourcePath", code: "required"),
        Failing(
            method: "POST", path: "/api/v1/source/secrets/decrypt",
            body: #"{"executionId":"run_1",\#(place),"secretName":"A","encrypted":\#(sealed)}"#,
            status: 403, field: "executionId", code: "execution_not_found"),
    ]

    @Test func everyFailureIsAnEnvelope() async throws {
        let server = try await RunningServer.start(arguments: ["--body-limit", "65536"])
        for failing in Self.failing {
            let answer = try await server.send(
                failing.method, failing.path, body: failing.body, headers: failing.headers)
            let what: Comment = "\(failing.method) \(failing.path): \(answer.text)"
            #expect(answer.status == failing.status, what)
            #expect(answer.headers["content-type"]?.contains("json") == true, what)
            let envelope = try answer.decoded(APIErrorEnvelope.self)
            #expect(envelope.requestId == answer.headers["x-request-id"], what)
            #expect(envelope.issues.first?.field == failing.field, what)
            #expect(envelope.issues.first?.code == failing.code, what)
            #expect(envelope.issues.allSatisfy { $0.severity == .error && !$0.message.isEmpty }, what)
            if failing.status == 405 { #expect(answer.headers["allow"] != nil, what) }
        }
        try await server.stop()
    }

    @Test func saysEverythingThatIsWrongAtOnce() async throws {
        let server = try await RunningServer.start()
        let agent = try await server.send(
            "POST", "/api/v1/agents", body: #"{"name":"","slug":"A","description":"a\u0000b"}"#)
        #expect(
            try agent.decoded(APIErrorEnvelope.self).issues.map(\.field) == ["slug", "name", "description"])
        let secrets = try await server.send(
            "POST", "/api/v1/source/secrets/encrypt",
            body:
                #"{"secrets":[{"sourcePath":"x","secretName":"a","plaintext":""},{"sourcePath":"y","secretName":"B","plaintext":"z"}]}"#
        )
        #expect(
            try secrets.decoded(APIErrorEnvelope.self).issues.map(\.field) == [
                "secrets[0].sourcePath", "secrets[0].secretName", "secrets[0].plaintext",
                "secrets[1].sourcePath",
            ])
        try await server.stop()
    }

    @Test func whatIsNotHTTPGetsAnEnvelopeToo() async throws {
        let server = try await RunningServer.start()
        for text in [
            "nonsense\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET /\u{1} HTTP/1.1\r\n\r\n",
            "POST /api/v1/agents HTTP/1.1\r\nContent-Length: x\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nX-Large: \(String(repeating: "a", count: 200_000))\r\n\r\n",
        ] {
            let answer = try await server.send(raw: text)
            #expect(answer.status == 400, "\(text.prefix(40))")
            let envelope = try answer.decoded(APIErrorEnvelope.self)
            #expect(envelope.issues.map(\.code) == ["malformed_request"])
            #expect(envelope.requestId == answer.headers["x-request-id"])
            #expect(envelope.requestId.hasPrefix("req_"))
        }
        #expect(try await server.send("GET", "/api/v1/auth/check").status == 200)
        try await server.stop()
    }

    @Test func anEndpointIsFoundHoweverItsPathIsWritten() async throws {
        let server = try await RunningServer.start()
        let plain = try await server.send("GET", "/api/v1/auth/check")
        #expect(plain.status == 200)
        for path in ["/api/v1/auth/check?a=b", "/api/v1/auth/check/", "/api/v1//auth/check"] {
            let answer = try await server.send("GET", path)
            #expect(answer.status == 200, "\(path)")
            #expect(answer.text == plain.text)
            #expect(answer.headers["x-request-id"]?.hasPrefix("req_") == true)
            #expect(answer.headers["cache-control"] == "no-store")
        }
        let head = try await server.send("HEAD", "/api/v1/auth/check")
        #expect(head.status == 200)
        #expect(head.headers["content-length"] == "\(plain.text.utf8.count)")
        try await server.stop()
    }

    @Test func takesAWellFormedRequestID() async throws {
        let server = try await RunningServer.start()
        func id(_ supplied: String) async throws -> String? {
            try await server.send("GET", "/api/v1/auth/check", headers: ["X-Request-Id": supplied])
                .headers["x-request-id"]
        }
        #expect(try await id("trace-1234.abc_D") == "trace-1234.abc_D")
        #expect(try await id("a b c d e f g h")?.hasPrefix("req_") == true)
        #expect(try await id("short")?.hasPrefix("req_") == true)
        #expect(server.log.contains("request=trace-1234.abc_D"))
        try await server.stop()
    }
}
