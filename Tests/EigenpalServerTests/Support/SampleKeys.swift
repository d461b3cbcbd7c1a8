import Crypto
import Foundation
import TestSupport

@testable import EigenpalServer

/// A store of its own with an organization, its first encryption key and one API key.
struct SampleStore {
    let directory: TemporaryDirectory
    let store: SQLiteStore
    let organization = Organization(id: "org_abcdefghijklmnop", slug: "acme")
    let masterKey = MasterKey(bytes: Array(repeating: 7, count: 32))
    let token = APIKeyToken.random()

    init() async throws {
        directory = try TemporaryDirectory()
        store = try SQLiteStore(path: directory.appending("server.sqlite"))
        try await store.initialize(
            organization, encryptionKey: try masterKey.makeKey(for: organization),
            apiKey: APIKey(token, name: "first"))
    }

    /// The ring over the store.
    var ring: KeyRing { KeyRing(organization: organization, store: store, masterKey: masterKey) }

    /// A place in the organization.
    func place(_ path: String = "agents/a/secrets.enc.yaml", _ name: String = "KEY") -> SecretBinding {
        SecretBinding(organization: organization.id, sourcePath: path, secretName: name)
    }
}

extension KeyRing {
    /// Encrypts secrets under the active key, each bound to its place.
    func seal(
        _ secrets: [(plaintext: [UInt8], binding: SecretBinding)]
    ) async throws(Failure) -> [SealedSecret] {
        let key = try await sealingKey()
        var sealed: [SealedSecret] = []
        try key.seal(secrets[...]) { _, box in
            sealed.append(
                SealedSecret(
                    keyID: key.id, nonce: Array(box.nonce), ciphertext: Array(box.ciphertext),
                    tag: Array(box.tag)))
        }
        return sealed
    }
}
