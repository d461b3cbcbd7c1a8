import Crypto
import Synchronization

/// An organization's encryption keys: the newest seals, every one opens.
///
/// Keys are random, 32 bytes, and stored wrapped by the master key. They are read from the store for each
/// request, so that a rotation in another process holds at once.
public struct KeyRing: Sendable {
    /// Why a secret could not be sealed or opened.
    public enum Failure: Error, Sendable, Hashable {
        /// The organization has no key of this identifier.
        case unknownKey(String)
        /// The ciphertext, its tag or the place it claims are not what was sealed.
        case notAuthentic
        /// A stored key does not open under this server's master key.
        case wrongMasterKey(keyID: String)
        /// The store failed.
        case store(StoreError)
    }

    /// The organization.
    public let organization: Organization
    private let store: any ServerStore
    private let masterKey: MasterKey
    private let unwrapped = UnwrappedKey()

    /// The ring of an organization.
    public init(organization: Organization, store: any ServerStore, masterKey: MasterKey) {
        self.organization = organization
        self.store = store
        self.masterKey = masterKey
    }

    /// The active key, ready to seal with.
    func sealingKey() async throws(Failure) -> SealingKey {
        let record: EncryptionKey?
        do { record = try await store.activeEncryptionKey() } catch { throw .store(error) }
        guard let record else { throw .unknownKey("active") }
        return SealingKey(
            id: record.id,
            key: try unwrapped.key(of: record) { () throws(Failure) in
                try masterKey.unwrap(record, organization: organization)
            })
    }

    /// Decrypts secrets, each at the place it is said to come from; the n-th result is the n-th secret's plaintext
    /// or the reason why it has none.
    public func open(
        _ secrets: [(sealed: SealedSecret, binding: SecretBinding)]
    ) async throws(Failure) -> [Result<[UInt8], Failure>] {
        let records: [EncryptionKey]
        do { records = try await store.encryptionKeys() } catch { throw .store(error) }
        var keys: [String: SymmetricKey] = [:]
        var results: [Result<[UInt8], Failure>] = []
        for secret in secrets {
            let id = secret.sealed.keyID
            if keys[id] == nil, let record = records.first(where: { $0.id == id }) {
                keys[id] = try masterKey.unwrap(record, organization: organization)
            }
            guard let key = keys[id] else {
                results.append(.failure(.unknownKey(id)))
                continue
            }
            results.append(Result { () throws(Failure) in try Self.open(secret.sealed, key, secret.binding) })
        }
        return results
    }

    /// Opens every stored key, so that a wrong master key is found when the server starts.
    public func verify() async throws(Failure) {
        let records: [EncryptionKey]
        do { records = try await store.encryptionKeys() } catch { throw .store(error) }
        for record in records { _ = try masterKey.unwrap(record, organization: organization) }
    }

    /// Makes a new key and puts it in the active one's place; the old ones still open what they sealed.
    public func rotate() async throws(Failure) -> EncryptionKey {
        try await verify()
        let record = try masterKey.makeKey(for: organization)
        do { try await store.rotate(to: record) } catch { throw .store(error) }
        return record
    }

    private static func open(
        _ sealed: SealedSecret, _ key: SymmetricKey, _ binding: SecretBinding
    ) throws(Failure) -> [UInt8] {
        do {
            let box = try AES.GCM.SealedBox(
                nonce: AES.GCM.Nonce(data: sealed.nonce), ciphertext: sealed.ciphertext, tag: sealed.tag)
            return Array(try AES.GCM.open(box, using: key, authenticating: binding.associatedData))
        } catch {
            throw .notAuthentic
        }
    }
}

/// The key that was used last: the active one, mostly. It is held no longer than the master key, which opens it.
private final class UnwrappedKey: Sendable {
    private let last = Mutex<(record: EncryptionKey, key: SymmetricKey)?>(nil)

    /// The key of a record.
    ///
    /// - Parameter unwrap: opens it, unless it was the last one.
    func key<Failure: Error>(
        of record: EncryptionKey, _ unwrap: () throws(Failure) -> SymmetricKey
    ) throws(Failure) -> SymmetricKey {
        if let key = last.withLock({ $0?.record == record ? $0?.key : nil }) { return key }
        let key = try unwrap()
        last.withLock { $0 = (record, key) }
        return key
    }
}
