import EigenpalAPI
import Foundation
import TestSupport
import Testing

/// Whatever a client sends, the server answers, refuses what is wrong in an envelope, and never fails itself.
@Suite struct FuzzTests {
    private static let words = [
        "sourcePath", "secretName", "plaintext", "secrets", "encrypted", "organizationId", "executionId",
        "name", "slug",
        "description", "config", "algorithm", "keyId", "nonce", "ciphertext", "tag",
        "agents/a/secrets.enc.yaml", "KEY",
        "acme", "agents.a", "../x", "aes-256-gcm", "AAAA", "", "é", "\u{0}",
        String(repeating: "x", count: 300),
    ]

    private static func value(_ generator: inout SeededGenerator, depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth > 3 ? 5 : 9), using: &generator) {
        case 0: .null
        case 1: .bool(Bool.random(using: &generator))
        case 2: .integer(Int64.random(in: .min ... .max, using: &generator))
        case 3, 4: .string(words.randomElement(using: &generator) ?? "")
        case 5:
            .array(
                (0..<Int.random(in: 0...3, using: &generator)).map { _ in value(&generator, depth: depth + 1)
                })
        default: object(&generator, depth: depth + 1)
        }
    }

    private static func object(_ generator: inout SeededGenerator, depth: Int) -> JSONValue {
        var fields: [String: JSONValue] = [:]
        for _ in 0..<Int.random(in: 0...6, using: &generator) {
            fields[words.randomElement(using: &generator) ?? ""] = value(&generator, depth: depth)
        }
        return .object(fields)
    }

    @Test func survivesAnyBody() async throws {
        let server = try await RunningServer.start()
        var generator = SeededGenerator(seed: 7)
        let endpoints = [
            ("POST", "source/secrets/encrypt"), ("POST", "source/secrets/decrypt"), ("POST", "agents"),
            ("PATCH", "agents/a"), ("PUT", "agents/a/files"), ("POST", "automations/a/sync"),
        ]
        for _ in 0..<240 {
            let (method, path) = endpoints.randomElement(using: &generator) ?? endpoints[0]
            var body = Array(try JSONEncoder().encode(Self.object(&generator, depth: 0)))
            if Int.random(in: 0..<4, using: &generator) == 0, !body.isEmpty {
                body[Int.random(in: 0..<body.count, using: &generator)] = UInt8.random(
                    in: 0x20...0x7E, using: &generator)
            }
            let text = String(decoding: body, as: UTF8.self)
            try await check(
                try await server.send(method, "/api/v1/\(path)", body: text), "\(method) \(path) \(text)")
        }
        try await server.stop()
    }

    @Test func survivesAnyPath() async throws {
        let server = try await RunningServer.start()
        var generator = SeededGenerator(seed: 8)
        let pieces = [
            "api", "v1", "agents", "workflows", "source", "raw", "lockfile", "releases", "automations",
            "sync", "files",
            "orgs", "acme.git", "info/refs", "/", "//", "%2F", "..", "%2e%2e", "%", "%00", "?", "&", "=",
            "path", "ref",
            "packageRef", "agents.a@1.x", "@", "main", "%C3%A9", "*", "~", ":", "a", "limit=9",
        ]
        for _ in 0..<300 {
            let path = (0..<Int.random(in: 1...10, using: &generator)).map { _ in
                pieces.randomElement(using: &generator) ?? ""
            }.joined(separator: Bool.random(using: &generator) ? "/" : "")
            let prefix = Bool.random(using: &generator) ? "/api/v1/" : "/"
            try await check(try await server.send("GET", prefix + path), path)
        }
        try await server.stop()
    }

    private func check(_ answer: HTTPAnswer, _ what: String) async throws {
        #expect(answer.status < 500, "\(what): \(answer.text)")
        #expect(answer.headers["x-request-id"] != nil, "\(what)")
        guard answer.status >= 400, answer.headers["content-type"]?.contains("json") == true else { return }
        #expect(try !answer.decoded(APIErrorEnvelope.self).issues.isEmpty, "\(what)")
    }
}
