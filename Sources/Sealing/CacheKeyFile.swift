import CLibsodium

/// The key to the cache as it is kept in a file, plain or locked by a passphrase.
///
/// The file is text, one thing a line, each line ended by a line feed, in this order and no other:
///
///     eigenpal cache key 1
///     public-key <X25519 public key, 64 hexadecimal digits>
///     name-key <key of the keyed hashes, 64 hexadecimal digits>
///
/// then, where no passphrase locks it,
///
///     secret-key <X25519 secret key, 64 hexadecimal digits>
///
/// or, where one does (see ``PassphraseLock``),
///
///     argon2id-operations <1 to 10>
///     argon2id-memory <8388608 to 1073741824, in bytes>
///     salt <32 hexadecimal digits>
///     nonce <48 hexadecimal digits>
///     wrapped-key <96 hexadecimal digits>
///
/// and last, over all bytes before this line, a BLAKE2b-256 without a key:
///
///     checksum <64 hexadecimal digits>
///
/// The checksum finds damage; it does not stop one who writes the file on purpose. Digits are lower-case, numbers
/// have no leading zero. A later version keeps the first line's first words and the last line.
public struct CacheKeyFile: Sendable {
    enum Secret: Sendable {
        case plain(SecretPart)
        case locked(PassphraseLock)
    }

    /// What it takes to add to the cache, whether locked or not.
    public let publicPart: CachePublicKey

    /// The file's bytes.
    public let printed: SecretBytes

    let secret: Secret

    /// The file's own checksum; it tells one key file, and one passphrase, from another.
    let checksum: Digest

    /// A new key, which no passphrase locks.
    ///
    /// - Throws: ``SealingError``.
    public static func generate() throws(SealingError) -> CacheKeyFile {
        let secret = try SecretBytes.random(count: CachePublicKey.boxKeyCount).whole
        guard let nameKey = NameKey(try SecretBytes.random(count: NameKey.count).whole) else {
            throw .unavailable
        }
        let publicPart = CachePublicKey(boxKey: try CacheSecretKey.publicKey(of: secret), nameKey: nameKey)
        return try CacheKeyFile(publicPart, .plain(secret))
    }

    init(_ publicPart: CachePublicKey, _ secret: Secret) throws(SealingError) {
        (self.publicPart, self.secret) = (publicPart, secret)
        (printed, checksum) = try KeyFileText.print(publicPart, secret)
    }

    init(
        publicPart: CachePublicKey, secret: Secret, printed: SecretBytes, checksum: Digest
    ) {
        (self.publicPart, self.secret, self.printed, self.checksum) = (publicPart, secret, printed, checksum)
    }

    /// Whether a passphrase locks the key.
    public var isLocked: Bool {
        if case .locked = secret { true } else { false }
    }

    /// The secret key, where no passphrase locks it.
    ///
    /// - Throws: ``SealingError/locked``; ``SealingError/damaged(_:)`` where it does not belong to the public part.
    public func unlock() throws(SealingError) -> CacheSecretKey {
        guard case .plain(let secret) = secret else { throw .locked }
        return try CacheSecretKey(secret, for: publicPart)
    }

    /// The secret key, where a passphrase locks it. Takes about a second, and the memory the file asks for, which is
    /// at most 1 GiB.
    ///
    /// - Throws: ``SealingError/wrongPassphrase``; ``SealingError/notLocked``; ``SealingError/outOfMemory(bytes:)``.
    public func unlock(passphrase: SecretBytes) throws(SealingError) -> CacheSecretKey {
        guard case .locked(let lock) = secret else { throw .notLocked }
        return try lock.open(passphrase, publicPart)
    }

    /// This key file under a passphrase, in the place of the one it may have had. Takes about a second and 256 MiB.
    ///
    /// - Throws: ``SealingError/wrongKey`` where the key is not this file's; ``SealingError/emptyPassphrase``.
    public func locking(
        with passphrase: SecretBytes, _ key: CacheSecretKey
    ) throws(SealingError) -> CacheKeyFile {
        try locking(with: passphrase, key, cost: .moderate)
    }

    func locking(
        with passphrase: SecretBytes, _ key: CacheSecretKey, cost: PassphraseCost
    ) throws(SealingError) -> CacheKeyFile {
        guard key.publicPart == publicPart else { throw .wrongKey }
        return try CacheKeyFile(
            publicPart, .locked(try PassphraseLock(key, under: passphrase, cost: cost)))
    }

    /// This key file without a passphrase.
    ///
    /// - Throws: ``SealingError/wrongKey`` where the key is not this file's.
    public func unlocking(_ key: CacheSecretKey) throws(SealingError) -> CacheKeyFile {
        guard key.publicPart == publicPart else { throw .wrongKey }
        return try CacheKeyFile(publicPart, .plain(key.bytes))
    }
}

extension CacheKeyFile: CustomStringConvertible, CustomReflectable {
    /// Whether it is locked, never the keys.
    public var description: String { "CacheKeyFile(\(isLocked ? "locked" : "plain"))" }

    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
