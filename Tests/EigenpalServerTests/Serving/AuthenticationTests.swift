import EigenpalAPI
import Foundation
import TestSupport
import Testing

@testable import EigenpalServer

@Suite struct AuthenticationTests {
    @Test func tellsWhoseKeyItIs() async throws {
        let server = try await RunningServer.start()
        let answer = try await server.send("GET", "/api/v1/auth/check")
        #expect(answer.status == 200)
        let check = try answer.decoded(AuthCheck.self)
        #expect(check.ok)
        #expect(check.keyId == APIKeyToken(parsing: server.apiKey)?.keyID)
        #expect(check.name == "first key")
        try await server.stop()
    }

    @Test func refusesWhatIsNoKeyOfItsOwn() async throws {
        let server = try await RunningServer.start()
        func refusal(_ headers: [String: String]) async throws -> (Int, String?, String?) {
            let answer = try await server.send("GET", "/api/v1/auth/check", key: .none, headers: headers)
            return (
                answer.status, try answer.decoded(APIErrorEnvelope.self).issues.first?.code,
                answer.headers["www-authenticate"]
            )
        }
        let challenge = #"Bearer realm="eigenpal""#
        #expect(try await refusal([:]) == (401, "missing_api_key", challenge))
        let altered = server.apiKey.dropLast() + (server.apiKey.hasSuffix("a") ? "b" : "a")
        for key in ["x", APIKeyToken.random().text, String(altered), server.apiKey + "a"] {
            #expect(
                try await refusal(["Authorization": "Bearer \(key)"]) == (401, "invalid_api_key", challenge))
        }
        // The API takes Bearer alone.
        let basic = Data("eigenpal:\(server.apiKey)".utf8).base64EncodedString()
        #expect(
            try await refusal(["Authorization": "Basic \(basic)"]) == (
                401, "invalid_authorization", challenge
            ))
        #expect(server.log.components(separatedBy: server.apiKey).count == 2, "shown once, at the start")
        try await server.stop()
    }

    @Test func keysWorkWhileTheServerRuns() async throws {
        let server = try await RunningServer.start()
        let data = ["--data", server.dataDirectory]
        let made = try await runCommand(Products.server, ["keys", "create", "--name", "ci"] + data)
        #expect(made.exitCode == 0)
        let key = made.output.trimmingCharacters(in: .newlines)
        #expect(APIKeyToken(parsing: key) != nil)
        #expect(!made.errorOutput.contains(key))
        #expect(try await server.send("GET", "/api/v1/auth/check", key: .other(key)).status == 200)
        #expect(try await server.send("GET", "/api/v1/auth/check").status == 200)

        let revoked = try await runCommand(Products.server, ["keys", "revoke", "ci"] + data)
        #expect(revoked.exitCode == 0)
        let answer = try await server.send("GET", "/api/v1/auth/check", key: .other(key))
        #expect(answer.status == 401)
        #expect(try answer.decoded(APIErrorEnvelope.self).issues.map(\.code) == ["api_key_revoked"])
        #expect(try await server.send("GET", "/api/v1/auth/check").status == 200)

        let list = try await runCommand(Products.server, ["keys", "list", "--json"] + data)
        let keys = try JSONDecoder().decode([[String: JSONValue]].self, from: Data(list.output.utf8))
        #expect(keys.map { $0["name"]?.string } == ["first key", "ci"])
        #expect(keys[0]["revokedAt"] == .null)
        #expect(keys[0]["lastUsedAt"]?.string != nil)
        #expect(keys[1]["revokedAt"]?.string != nil)
        #expect(!list.output.contains("hash") && !list.output.contains("ep_"))
        try await server.stop()
    }

    @Test func processesAtOnceLoseNoKey() async throws {
        let server = try await RunningServer.start()
        let data = ["--data", server.dataDirectory]
        let keys = try await withThrowingTaskGroup(of: String.self) { group in
            for index in 0..<6 {
                group.addTask {
                    let made = try await runCommand(
                        Products.server, ["keys", "create", "--name", "k\(index)"] + data)
                    return made.output.trimmingCharacters(in: .newlines)
                }
            }
            return try await group.reduce(into: [String]()) { $0.append($1) }
        }
        for key in keys {
            #expect(try await server.send("GET", "/api/v1/auth/check", key: .other(key)).status == 200)
        }
        let list = try await runCommand(Products.server, ["keys", "list", "--json"] + data)
        let listed = try JSONDecoder().decode([[String: JSONValue]].self, from: Data(list.output.utf8))
        #expect(
            Set(listed.compactMap { $0["name"]?.string }) == [
                "first key", "k0", "k1", "k2", "k3", "k4", "k5",
            ])
        try await server.stop()
    }

    @Test func revokesOnlyWhatIsMeant() async throws {
        let server = try await RunningServer.start()
        let data = ["--data", server.dataDirectory]
        for _ in 0..<2 {
            _ = try await runCommand(Products.server, ["keys", "create", "--name", "twice"] + data)
        }
        for (name, words) in [
            ("twice", "2 API keys in force have that name"),
            ("nobody", "There is no API key with that id or name"),
            (server.apiKey, "never the key itself"),
        ] {
            let refused = try await runCommand(Products.server, ["keys", "revoke", name] + data)
            #expect(refused.exitCode == 1)
            #expect(refused.errorOutput.contains(words))
            #expect(!refused.errorOutput.contains(server.apiKey))
        }
        #expect(try await server.send("GET", "/api/v1/auth/check").status == 200)
        try await server.stop()
    }

    @Test func limitsEachKeyByItself() async throws {
        let server = try await RunningServer.start(arguments: ["--rate-limit", "5"])
        let other = try await runCommand(
            Products.server, ["keys", "create", "--data", server.dataDirectory]
        ).output.trimmingCharacters(in: .newlines)
        for _ in 0..<5 { #expect(try await server.send("GET", "/api/v1/auth/check").status == 200) }
        let answer = try await server.send("GET", "/api/v1/auth/check")
        #expect(answer.status == 429)
        #expect(try answer.decoded(APIErrorEnvelope.self).issues.map(\.code) == ["rate_limited"])
        let seconds = try #require(Int(answer.headers["retry-after"] ?? ""))
        #expect((1...12).contains(seconds))
        #expect(try await server.send("GET", "/api/v1/auth/check", key: .other(other)).status == 200)
        try await server.stop()
    }

    @Test func limitsRefusedCredentialsByAddress() async throws {
        let server = try await RunningServer.start(arguments: ["--failed-authentication-limit", "3"])
        for _ in 0..<3 {
            #expect(try await server.send("GET", "/api/v1/auth/check", key: "wrong").status == 401)
        }
        let answer = try await server.send("GET", "/api/v1/auth/check", key: "wrong")
        #expect(answer.status == 429)
        #expect(
            try answer.decoded(APIErrorEnvelope.self).issues.map(\.code) == [
                "too_many_failed_authentications"
            ])
        #expect(answer.headers["retry-after"] != nil)
        // A request without a key is no guess, and a right key is still right.
        #expect(try await server.send("GET", "/api/v1/auth/check", key: .none).status == 401)
        #expect(try await server.send("GET", "/api/v1/auth/check").status == 200)
        try await server.stop()
    }
}
