import Foundation
import TestSupport
import Testing

@testable import EigenpalServer

/// `Tests/Vectors/key-ring.json` was made by another implementation of the cipher: what is stored today opens tomorrow.
@Suite struct KeyRingVectorTests {
    private struct Vectors: Decodable {
        struct Key: Decodable {
            let id: String
            let wrapped: Data
        }
        struct Secret: Decodable {
            let sourcePath: String
            let secretName: String
            let plaintext: String
            let nonce: Data
            let ciphertext: Data
            let tag: Data
        }
        let masterKey: Data
        let organization: String
        let encryptionKey: Key
        let secrets: [Secret]
    }

    @Test func opensEveryVector() async throws {
        let file = "\(Products.checkout)/Tests/Vectors/key-ring.json"
        let vectors = try JSONDecoder().decode(Vectors.self, from: Data(contentsOf: URL(filePath: file)))
        let directory = try TemporaryDirectory()
        let store = try SQLiteStore(path: directory.appending("server.sqlite"))
        let organization = Organization(id: vectors.organization, slug: "acme")
        try await store.initialize(
            organization,
            encryptionKey: EncryptionKey(
                id: vectors.encryptionKey.id, wrapped: Array(vectors.encryptionKey.wrapped), createdAt: .now,
                retiredAt: nil), apiKey: APIKey(.random(), name: "first"))
        let ring = KeyRing(
            organization: organization, store: store, masterKey: MasterKey(bytes: Array(vectors.masterKey)))
        let opened = try await ring.open(
            vectors.secrets.map { secret in
                (
                    SealedSecret(
                        keyID: vectors.encryptionKey.id, nonce: Array(secret.nonce),
                        ciphertext: Array(secret.ciphertext), tag: Array(secret.tag)),
                    SecretBinding(
                        organization: organization.id, sourcePath: secret.sourcePath,
                        secretName: secret.secretName)
                )
            })
        #expect(vectors.secrets.count == 4)
        for (secret, result) in zip(vectors.secrets, opened) {
            #expect(try result.get() == Array(secret.plaintext.utf8))
        }
    }
}
