import EigenpalAPI
import Foundation
import TestSupport
import Testing

@Suite struct SecretTests {
    private static let path = "agents/a/secrets.enc.yaml"

    @Test func encryptsAndDecrypts() async throws {
        let server = try await RunningServer.start()
        let one = try await server.encrypt(
            SourceSecretsEncryptBody(
                sourcePath: Self.path, secretName: "ONE", plaintext: "hush", organizationId: "acme"))
        let encrypted = try #require(try one.decoded(SourceSecretsEncryptResponse.self).encrypted)
        #expect(encrypted.algorithm == "aes-256-gcm")
        #expect(Data(base64Encoded: encrypted.nonce)?.count == 12)
        #expect(Data(base64Encoded: encrypted.tag)?.count == 16)
        #expect(Data(base64Encoded: encrypted.ciphertext)?.count == 4)
        let batch = try await server.encrypt(
            SourceSecretsEncryptBody(secrets: [
                .init(sourcePath: Self.path, secretName: "TWO", plaintext: "2"),
                .init(sourcePath: Self.path, secretName: "THREE", plaintext: "drei 🔑\n"),
            ]))
        let secrets = try #require(try batch.decoded(SourceSecretsEncryptResponse.self).secrets)
        #expect(Set(secrets.keys) == ["TWO", "THREE"])
        let opened = try await server.decrypt([
            ("ONE", encrypted), ("TWO", try #require(secrets["TWO"])),
            ("THREE", try #require(secrets["THREE"])),
        ])
        #expect(
            try opened.decoded(SourceSecretsDecryptResponse.self).secrets
                == ["ONE": "hush", "TWO": "2", "THREE": "drei 🔑\n"])
        #expect(!server.log.contains("hush") && !server.log.contains("drei"))
        try await server.stop()
    }

    @Test func aLongBatchIsAnsweredAsTheEncoderWritesIt() async throws {
        let server = try await RunningServer.start()
        var items: [SourceSecretsEncryptBody.Item] = []
        for number in (0..<1_000).reversed() {
            let path = number.isMultiple(of: 3) ? "agents/b/secrets.enc.yaml" : Self.path
            let value = String(repeating: "é", count: 1 + number % 40)
            items.append(.init(sourcePath: path, secretName: "S\(number)", plaintext: value))
        }
        let answer = try await server.encrypt(SourceSecretsEncryptBody(secrets: items))
        let decoded = try answer.decoded(SourceSecretsEncryptResponse.self)
        let secrets = try #require(decoded.secrets)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        #expect(answer.text == String(decoding: try encoder.encode(decoded), as: UTF8.self))
        #expect(secrets.count == 1_000 && Set(secrets.values.map(\.nonce)).count == 1_000)
        for path in [Self.path, "agents/b/secrets.enc.yaml"] {
            let sealed = try items.filter { $0.sourcePath == path }.map { item in
                (item.secretName, try #require(secrets[item.secretName]))
            }
            let opened = try await server.decrypt(sealed, path: path)
            let values = try #require(try opened.decoded(SourceSecretsDecryptResponse.self).secrets)
            for item in items where item.sourcePath == path {
                #expect(values[item.secretName] == item.plaintext)
            }
        }
        try await server.stop()
    }

    @Test func aCiphertextIsGoodInItsPlaceAlone() async throws {
        let server = try await RunningServer.start()
        let answer = try await server.encrypt(
            SourceSecretsEncryptBody(sourcePath: Self.path, secretName: "ONE", plaintext: "hush"))
        let encrypted = try #require(try answer.decoded(SourceSecretsEncryptResponse.self).encrypted)
        func refusal(_ name: String, _ path: String, _ secret: EncryptedSecret) async throws -> APIErrorIssue?
        {
            let answer = try await server.decrypt([(name, secret)], path: path)
            #expect(answer.status == 400)
            #expect(!answer.text.contains("hush"))
            return try answer.decoded(APIErrorEnvelope.self).issues.first
        }
        #expect(try await refusal("OTHER", Self.path, encrypted)?.code == "decryption_failed")
        #expect(try await refusal("ONE", "agents/b/secrets.enc.yaml", encrypted)?.code == "decryption_failed")
        var altered = encrypted
        altered.ciphertext = Data("hush".utf8).base64EncodedString()
        #expect(try await refusal("ONE", Self.path, altered)?.field == "secrets[0].encrypted")
        altered = encrypted
        altered.keyId = "ek_none"
        #expect(try await refusal("ONE", Self.path, altered)?.code == "unknown_encryption_key")
        altered = encrypted
        altered.algorithm = "none"
        #expect(try await refusal("ONE", Self.path, altered)?.code == "unknown_algorithm")
        altered = encrypted
        altered.nonce = "AAAA"
        #expect(try await refusal("ONE", Self.path, altered)?.field == "secrets[0].encrypted.nonce")
        altered.nonce = "not base64"
        #expect(try await refusal("ONE", Self.path, altered)?.code == "invalid_base64")
        try await server.stop()
    }

    @Test func refusesWhatIsTooLargeOrTooMany() async throws {
        let server = try await RunningServer.start()
        func code(_ answer: HTTPAnswer) throws -> String? {
            try answer.decoded(APIErrorEnvelope.self).issues.first?.code
        }
        func single(_ count: Int) async throws -> HTTPAnswer {
            try await server.encrypt(
                SourceSecretsEncryptBody(
                    sourcePath: Self.path, secretName: "A", plaintext: String(repeating: "a", count: count)))
        }
        #expect(try await single(65_536).status == 200)
        #expect(try code(await single(65_537)) == "secret_too_large")
        func batch(_ count: Int) async throws -> HTTPAnswer {
            try await server.encrypt(
                SourceSecretsEncryptBody(
                    secrets: (0..<count).map {
                        .init(sourcePath: Self.path, secretName: "A\($0)", plaintext: "x")
                    }))
        }
        #expect(try await batch(500).decoded(SourceSecretsEncryptResponse.self).secrets?.count == 500)
        #expect(try code(await batch(10_001)) == "too_many_secrets")
        try await server.stop()
    }

    @Test func rotationHoldsWhileTheServerRuns() async throws {
        let server = try await RunningServer.start()
        func encrypt(_ name: String) async throws -> EncryptedSecret {
            let answer = try await server.encrypt(
                SourceSecretsEncryptBody(sourcePath: Self.path, secretName: name, plaintext: name))
            return try #require(try answer.decoded(SourceSecretsEncryptResponse.self).encrypted)
        }
        let before = try await encrypt("OLD")
        let rotated = try await runCommand(
            Products.server, ["encryption-keys", "rotate", "--data", server.dataDirectory])
        #expect(rotated.exitCode == 0)
        let after = try await encrypt("NEW")
        #expect(after.keyId == rotated.output.trimmingCharacters(in: .newlines))
        #expect(after.keyId != before.keyId)
        let opened = try await server.decrypt([("OLD", before), ("NEW", after)])
        #expect(
            try opened.decoded(SourceSecretsDecryptResponse.self).secrets == ["OLD": "OLD", "NEW": "NEW"])
        let list = try await runCommand(
            Products.server, ["encryption-keys", "list", "--json", "--data", server.dataDirectory])
        let keys = try JSONDecoder().decode([[String: JSONValue]].self, from: Data(list.output.utf8))
        #expect(keys.map { $0["active"]?.bool } == [false, true])
        #expect(keys.map { $0["id"]?.string } == [before.keyId, after.keyId])
        try await server.stop()
    }
}

extension RunningServer {
    fileprivate func encrypt(_ body: SourceSecretsEncryptBody) async throws -> HTTPAnswer {
        let text = String(decoding: try JSONEncoder().encode(body), as: UTF8.self)
        return try await send("POST", "/api/v1/source/secrets/encrypt", body: text)
    }

    fileprivate func decrypt(
        _ secrets: [(name: String, encrypted: EncryptedSecret)], path: String = "agents/a/secrets.enc.yaml"
    ) async throws -> HTTPAnswer {
        let body = SourceSecretsDecryptBody(
            secrets: secrets.map { .init(sourcePath: path, secretName: $0.name, encrypted: $0.encrypted) })
        let text = String(decoding: try JSONEncoder().encode(body), as: UTF8.self)
        return try await send("POST", "/api/v1/source/secrets/decrypt", body: text)
    }
}
