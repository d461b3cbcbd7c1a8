import CLibsodium

/// What Argon2id costs: how many passes over how much memory.
struct PassphraseCost: Sendable, Equatable {
    /// Passes over the memory, `opslimit`.
    let operations: UInt64
    /// Bytes of memory, `memlimit`.
    let memory: UInt64

    /// libsodium's MODERATE: 3 passes over 256 MiB, 0.7 s on its authors' machine.
    static let moderate = PassphraseCost(operations: 3, memory: 256 << 20)

    /// The least that a key file may ask for.
    static let least = PassphraseCost(operations: 1, memory: 8 << 20)

    /// Costs within bounds: a file must not be able to make opening it free, or endless. Nil for others.
    init?(checking operations: UInt64, _ memory: UInt64) {
        guard 1...10 ~= operations, 8 << 20...1 << 30 ~= memory else { return nil }
        self.init(operations: operations, memory: memory)
    }

    private init(operations: UInt64, memory: UInt64) {
        (self.operations, self.memory) = (operations, memory)
    }
}

/// A secret key under a passphrase: encrypted by XChaCha20-Poly1305 under a key that Argon2id makes of the passphrase
/// and a salt. The public part and the cost are the associated data, so that none of them can be exchanged.
struct PassphraseLock: Sendable {
    static let saltCount = 16
    static let nonceCount = 24
    static let wrappedCount = CachePublicKey.boxKeyCount + 16

    let cost: PassphraseCost
    let salt: [UInt8]
    let nonce: [UInt8]
    let wrapped: [UInt8]

    /// A lock as a key file holds it. The counts of the arrays are those above.
    init(cost: PassphraseCost, salt: [UInt8], nonce: [UInt8], wrapped: [UInt8]) {
        (self.cost, self.salt, self.nonce, self.wrapped) = (cost, salt, nonce, wrapped)
    }

    /// Locks a secret key.
    ///
    /// - Throws: ``SealingError``.
    init(
        _ key: CacheSecretKey, under passphrase: SecretBytes, cost: PassphraseCost
    ) throws(SealingError) {
        guard !passphrase.isEmpty else { throw .emptyPassphrase }
        let (salt, nonce) = (Self.random(Self.saltCount), Self.random(Self.nonceCount))
        let data = try Self.associatedData(key.publicPart, cost, salt)
        let derived = try Self.derive(passphrase, cost, salt)
        var wrapped = [UInt8](repeating: 0, count: Self.wrappedCount)
        let status = key.bytes.withPointer { secret in
            data.whole.withPointer { bytes in
                derived.whole.withPointer { derived in
                    crypto_aead_xchacha20poly1305_ietf_encrypt(
                        &wrapped, nil, secret, UInt64(key.bytes.count), bytes, UInt64(data.count), nil, nonce,
                        derived)
                }
            }
        }
        guard status == 0 else { throw .unavailable }
        self.init(cost: cost, salt: salt, nonce: nonce, wrapped: wrapped)
    }

    /// Opens the lock.
    ///
    /// - Throws: ``SealingError/wrongPassphrase``, and ``SealingError/damaged(_:)`` where the opened key is not the
    ///   public part's.
    func open(
        _ passphrase: SecretBytes, _ publicPart: CachePublicKey
    ) throws(SealingError) -> CacheSecretKey {
        guard !passphrase.isEmpty else { throw .wrongPassphrase }
        let data = try Self.associatedData(publicPart, cost, salt)
        let derived = try Self.derive(passphrase, cost, salt)
        let secret = try SecretBytes(count: CachePublicKey.boxKeyCount) { target throws(SealingError) in
            let status = derived.whole.withPointer { derived in
                data.whole.withPointer { bytes in
                    crypto_aead_xchacha20poly1305_ietf_decrypt(
                        target.bytePointer, nil, nil, wrapped, UInt64(wrapped.count), bytes,
                        UInt64(data.count),
                        nonce, derived)
                }
            }
            guard status == 0 else { throw .wrongPassphrase }
        }
        return try CacheSecretKey(secret.whole, for: publicPart)
    }

    private static func derive(
        _ passphrase: SecretBytes, _ cost: PassphraseCost, _ salt: [UInt8]
    ) throws(SealingError) -> SecretBytes {
        try SecretBytes(count: 32) { target throws(SealingError) in
            let status = passphrase.withBytes { passphrase in
                crypto_pwhash(
                    target.bytePointer, UInt64(target.count), passphrase.characterPointer,
                    UInt64(passphrase.count), salt, cost.operations, Int(cost.memory),
                    crypto_pwhash_alg_argon2id13())
            }
            // It can only fail where the system has not that much memory.
            guard status == 0 else { throw .outOfMemory(bytes: Int(cost.memory)) }
        }
    }

    private static func associatedData(
        _ publicPart: CachePublicKey, _ cost: PassphraseCost, _ salt: [UInt8]
    ) throws(SealingError) -> SecretBytes {
        func write(_ writer: inout ByteWriter) {
            writer.append("eigenpal cache key 1")
            writer.append(publicPart.boxKey)
            writer.append(publicPart.nameKey.bytes)
            writer.append(cost.operations)
            writer.append(cost.memory)
            salt.withBytes { writer.append($0) }
        }
        return try SecretBytes(writtenBy: write)
    }

    private static func random(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        randombytes_buf(&bytes, count)
        return bytes
    }
}
