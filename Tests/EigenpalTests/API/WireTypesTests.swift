import EigenpalAPI
import Foundation
import Testing

@Suite struct WireTypesTests {
    @Test func anOpenTypeKeepsWhatItDoesNotKnow() throws {
        let json = """
            {"id": "agt_1", "slug": "invoice", "name": "Invoice", "createdAt": "2026-01-01T00:00:00.000Z",
             "description": null, "latestVersion": "1.0.0", "sourceIntegrity": "quarantined",
             "config": {"deep": [1, 2.5, true, null, "x"]}, "owner": {"id": 7},
             "stats": {"exampleCount": 3, "avgCredits": null, "p95": 12.5}}
            """
        let agent = try decode(AgentSummary.self, json)
        #expect(agent.description == .null)
        #expect(agent.latestVersion == .value("1.0.0"))
        #expect(agent.latestCommit == .absent)
        #expect(agent.sourceIntegrity?.rawValue == "quarantined")
        #expect(agent.additional == ["owner": ["id": 7]])
        #expect(agent.stats?.avgCredits == .null)
        #expect(agent.stats?.avgDurationMs == .absent)
        #expect(agent.stats?.additional == ["p95": 12.5])
        #expect(try same(agent, json))
    }

    @Test func aKnownFieldWinsOverAnAdditionalOne() throws {
        var body = PatchAgentBody(name: "Right", additional: ["name": "Wrong", "color": "red"])
        #expect(try object(body) == ["name": "Right", "color": "red"])
        body.name = nil
        #expect(try object(body) == ["color": "red"])
    }

    @Test func absentNullAndValueStayApart() throws {
        func workflow(_ version: Nullable<String>) throws -> JSONValue {
            try object(WorkflowSummary(id: "wf_1", createdAt: "t", version: version))
        }
        #expect(try workflow(.absent) == ["id": "wf_1", "createdAt": "t"])
        #expect(try workflow(.null) == ["id": "wf_1", "createdAt": "t", "version": nil])
        #expect(try workflow(.value("1.0.0")) == ["id": "wf_1", "createdAt": "t", "version": "1.0.0"])
        for json in [#"{"id":"w","createdAt":"t"}"#, #"{"id":"w","createdAt":"t","version":null}"#] {
            #expect(try same(decode(WorkflowDetail.self, json), json))
        }
    }

    @Test func requiredNullableFieldsAreWritten() throws {
        let version = ListAgentVersionsResponse.Version(
            version: "1.0.0", sourceRef: "refs/tags/agents.a@1.0.0", tag: "agents.a@1.0.0", commit: "c",
            notes: nil,
            createdAt: nil, createdByUser: nil, latest: true)
        let written = try #require(try object(version).object)
        #expect(written["notes"] == .some(.null))
        #expect(written["createdAt"] == .some(.null))
        #expect(written["createdByUser"] == .some(.null))
        let user = ListAgentVersionsResponse.User(id: "u", email: "e", name: nil, image: nil)
        #expect(try object(user) == ["id": "u", "email": "e", "name": nil, "image": nil])
        #expect(try decode(ListAgentVersionsResponse.Version.self, text(version)) == version)
    }

    @Test func anEnvelopeKeepsItsExtras() throws {
        let json = """
            {"issues": [{"field": "slug", "message": "taken", "code": "conflict", "severity": "notice"}],
             "requestId": "req_1", "hint": "choose another", "docsUrl": "https://docs", "error": "taken"}
            """
        let envelope = try decode(APIErrorEnvelope.self, json)
        #expect(envelope.issues.first?.severity.rawValue == "notice")
        #expect(envelope.additional == ["error": "taken"])
        #expect(try same(envelope, json))
        #expect(throws: DecodingError.self) { try decode(APIErrorEnvelope.self, #"{"error": "nope"}"#) }
    }

    @Test func aLockfileIsReadToAnyDepth() throws {
        var package = SourceLockPackage(
            packagePath: "resources/skills/leaf", requestedRef: "1.0.0", resolvedRef: "1.0.0",
            resolvedTag: "resources.skills.leaf@1.0.0", commit: String(repeating: "0", count: 40))
        for level in 0..<100 {
            package = SourceLockPackage(
                packagePath: "agents/a\(level)", requestedRef: "main", resolvedRef: "main",
                commit: String(repeating: "1", count: 40), dependencies: [package])
        }
        let lockfile = SourceLockfileResponse(eigenpalVersion: "1.0.0", inputHash: "ab", root: package)
        #expect(try decode(SourceLockfileResponse.self, text(lockfile)) == lockfile)
    }

    @Test func plaintextIsShownByNothing() throws {
        let body = SourceSecretsEncryptBody(sourcePath: "p", secretName: "A", plaintext: "hunter2")
        let batch = SourceSecretsEncryptBody(secrets: [
            .init(sourcePath: "p", secretName: "A", plaintext: "hunter2")
        ])
        let answer = SourceSecretsDecryptResponse(plaintext: "hunter2", secrets: ["A": "hunter2"])
        for value in [body, batch, answer, batch.secrets as Any] as [Any] {
            for shown in ["\(value)", String(reflecting: value), dumped(value)] {
                #expect(!shown.contains("hunter2"))
                #expect(shown.contains("A"))
            }
        }
        #expect(try text(body).contains("hunter2"))
    }
}

@Suite struct JSONValueTests {
    @Test func everyValueComesBack() throws {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<300 {
            let value = JSONValue.random(depth: 4, using: &generator)
            #expect(try decode(JSONValue.self, text(value)) == value)
        }
    }

    @Test(
        arguments: [
            ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
            ("9223372036854775808", .number(9_223_372_036_854_775_808)), ("0.5", .number(0.5)),
            ("1e3", .integer(1_000)),
            ("true", .bool(true)), ("null", .null), (#""""#, .string("")), ("[]", .array([])),
            ("{}", .object([:])),
            (#"{"a":{"a":[{}]}}"#, .object(["a": ["a": [.object([:])]]])),
        ] as [(String, JSONValue)])
    func readsJSON(text: String, value: JSONValue) throws {
        #expect(try decode(JSONValue.self, text) == value)
    }

    @Test func depthIsAnErrorNotACrash() {
        let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        #expect(throws: (any Error).self) { try decode(JSONValue.self, deep) }
        let allowed = String(repeating: "[", count: 400) + String(repeating: "]", count: 400)
        #expect(throws: Never.self) { try decode(JSONValue.self, allowed) }
    }

    @Test func accessorsTakeTheirOwnKindOnly() {
        let value: JSONValue = ["list": [1, "two", nil], "flag": true, "ratio": 0.25]
        #expect(value["list"]?[0]?.integer == 1)
        #expect(value["list"]?[1]?.string == "two")
        #expect(value["list"]?[2] == .null)
        #expect(value["list"]?[3] == nil)
        #expect(value["list"]?[-1] == nil)
        #expect(value["flag"]?.bool == true)
        #expect(value["ratio"]?.number == 0.25)
        #expect(value["ratio"]?.integer == nil)
        #expect(value["nothing"] == nil)
    }
}

extension JSONValue {
    fileprivate static func random(depth: Int, using generator: inout SeededGenerator) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &generator) {
        case 0: return .null
        case 1: return .bool(.random(using: &generator))
        case 2: return .integer(.random(in: .min ... .max, using: &generator))
        case 3: return .number(Double.random(in: -1...1, using: &generator) / 3)
        case 4: return .string(randomText(using: &generator))
        case 5:
            return .array(
                (0..<Int.random(in: 0..<4, using: &generator)).map { _ in
                    random(depth: depth - 1, using: &generator)
                })
        default:
            var fields: [String: JSONValue] = [:]
            for _ in 0..<Int.random(in: 0..<4, using: &generator) {
                fields[randomText(using: &generator)] = random(depth: depth - 1, using: &generator)
            }
            return .object(fields)
        }
    }

    private static func randomText(using generator: inout SeededGenerator) -> String {
        let scalars = (0..<Int.random(in: 0..<6, using: &generator)).compactMap { _ in
            Unicode.Scalar(
                UInt32.random(in: 0..<0x11_0000, using: &generator)
                    >> UInt32.random(in: 0..<14, using: &generator))
        }
        return String(String.UnicodeScalarView(scalars))
    }
}

private func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
    try JSONDecoder().decode(type, from: Data(text.utf8))
}

private func text(_ value: some Encodable) throws -> String {
    String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
}

private func object(_ value: some Encodable) throws -> JSONValue { try decode(JSONValue.self, text(value)) }

/// Whether a value is written as the JSON that it was read from, order and spaces aside.
private func same(_ value: some Encodable, _ json: String) throws -> Bool {
    try object(value) == decode(JSONValue.self, json)
}
