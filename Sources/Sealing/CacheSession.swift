/// The opened key as it is kept for a session, 72 bytes: `epsess1` and a line break; the X25519 secret key, 32 bytes;
/// a keyed hash over the checksum of the key file and the secret key, 32 bytes.
///
/// It opens nothing but the cache of that very key file: after the passphrase has changed it is worth nothing.
extension CacheSecretKey {
    private static let header = "epsess1\n"

    /// The key for a session, bound to a key file.
    ///
    /// - Throws: ``SealingError/wrongKey`` where it is not that file's key.
    public func sessionBytes(of file: CacheKeyFile) throws(SealingError) -> SecretBytes {
        guard publicPart == file.publicPart else { throw .wrongKey }
        let mac = Self.mac(of: bytes, file)
        return try SecretBytes { writer in
            writer.append(Self.header)
            writer.append(bytes)
            mac.withBytes { writer.append($0) }
        }
    }

    /// The key of a session.
    ///
    /// - Throws: ``SealingError/damaged(_:)``, also where the session belongs to another key file, or to this one
    ///   before its passphrase changed.
    public init(sessionBytes: SecretBytes, for file: CacheKeyFile) throws(SealingError) {
        let (header, keyCount) = (Self.header.utf8.count, CachePublicKey.boxKeyCount)
        guard sessionBytes.count == header + keyCount + Digest.count,
            sessionBytes.part(0..<header).withBytes({ $0.elementsEqual(Self.header.utf8) })
        else { throw .damaged("this is no session") }
        let key = sessionBytes.part(header..<header + keyCount)
        let mac = sessionBytes.part(header + keyCount..<sessionBytes.count).withBytes { Digest(bytes: $0) }
        guard mac == Self.mac(of: key, file) else {
            throw .damaged("the session was changed, or belongs to another key file")
        }
        try self.init(try key.copied().whole, for: file.publicPart)
    }

    private static func mac(of key: SecretPart, _ file: CacheKeyFile) -> Digest {
        KeyedHash(key: file.publicPart.nameKey, domain: "eigenpal cache session 1").digest { parts in
            parts.append(file.checksum)
            key.withBytes { parts.append($0) }
        }
    }
}
