import Crypto

extension MasterKey {
    /// A new random key of an organization, wrapped.
    func makeKey(for organization: Organization) throws(KeyRing.Failure) -> EncryptionKey {
        let id = Identifier.random(.encryptionKey)
        let fresh = SymmetricKey(size: .bits256)
        do {
            let box = try fresh.withUnsafeBytes { bytes in
                try AES.GCM.seal(bytes, using: key, authenticating: Self.associatedData(id, organization))
            }
            guard let wrapped = box.combined else { throw KeyRing.Failure.notAuthentic }
            return EncryptionKey(id: id, wrapped: Array(wrapped), createdAt: .now, retiredAt: nil)
        } catch {
            throw .notAuthentic
        }
    }

    /// A stored key, ready to use.
    func unwrap(
        _ record: EncryptionKey, organization: Organization
    ) throws(KeyRing.Failure) -> SymmetricKey {
        do {
            let box = try AES.GCM.SealedBox(combined: record.wrapped)
            return SymmetricKey(
                data: try AES.GCM.open(
                    box, using: key, authenticating: Self.associatedData(record.id, organization)))
        } catch {
            throw .wrongMasterKey(keyID: record.id)
        }
    }

    private static func associatedData(_ id: String, _ organization: Organization) -> [UInt8] {
        lengthPrefixed(["eigenpal organization key v1", organization.id, id])
    }
}
