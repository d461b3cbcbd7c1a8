import CLibsodium

/// The key that opens the cache: an X25519 secret key in guarded memory, with the public part it belongs to.
public struct CacheSecretKey: Sendable, Equatable {
    let bytes: SecretPart

    /// What adds to the cache that this key opens.
    public let publicPart: CachePublicKey

    /// A secret key that belongs to the public one.
    ///
    /// - Throws: ``SealingError/damaged(_:)`` where it does not.
    init(_ bytes: SecretPart, for publicPart: CachePublicKey) throws(SealingError) {
        guard try Self.publicKey(of: bytes) == publicPart.boxKey else {
            throw .damaged("the secret key does not belong to the public one")
        }
        (self.bytes, self.publicPart) = (bytes, publicPart)
    }

    /// The X25519 public key of a secret one.
    static func publicKey(of secret: SecretPart) throws(SealingError) -> SecretPart {
        try SecretBytes(count: CachePublicKey.boxKeyCount) { bytes throws(SealingError) in
            try fill(bytes, withPublicKeyOf: secret)
        }.whole
    }

    static func fill(
        _ target: UnsafeMutableRawBufferPointer, withPublicKeyOf secret: SecretPart
    ) throws(SealingError) {
        let status = secret.withPointer { crypto_scalarmult_base(target.bytePointer, $0) }
        guard status == 0 else { throw .damaged("there is no public key for the secret one") }
    }
}

extension CacheSecretKey: CustomStringConvertible, CustomReflectable {
    /// What this is, never the key.
    public var description: String { "CacheSecretKey" }

    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
