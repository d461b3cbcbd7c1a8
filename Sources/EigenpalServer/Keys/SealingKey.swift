import Crypto

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// One of an organization's encryption keys, ready to seal with.
struct SealingKey: Sendable {
    /// Its identifier, `ek_…`.
    let id: String
    private let key: SymmetricKey

    init(id: String, key: SymmetricKey) { (self.id, self.key) = (id, key) }

    /// Encrypts secrets, each under a random nonce of its own and bound to its place.
    ///
    /// - Parameter take: gets each sealed secret, in order.
    func seal(
        _ secrets: ArraySlice<(plaintext: [UInt8], binding: SecretBinding)>,
        _ take: (SecretBinding, AES.GCM.SealedBox) -> Void
    ) throws(KeyRing.Failure) {
        // Asked of the system for all of them at once: a call for each takes longer than the cipher.
        let nonces = Self.randomBytes(count: SealedSecret.nonceLength * secrets.count)
        var file: (path: String, data: [UInt8])?
        for (index, secret) in secrets.enumerated() {
            let path = secret.binding.sourcePath
            var data: [UInt8]
            if let file, file.path == path {
                data = file.data
            } else {
                data = secret.binding.fileData
                file = (path, data)
            }
            append(lengthPrefixed: secret.binding.secretName, to: &data)
            let start = SealedSecret.nonceLength * index
            do {
                let nonce = try AES.GCM.Nonce(data: nonces[start..<(start + SealedSecret.nonceLength)])
                take(
                    secret.binding,
                    try AES.GCM.seal(secret.plaintext, using: key, nonce: nonce, authenticating: data))
            } catch {
                throw .notAuthentic
            }
        }
    }

    /// Bytes from the system's source of randomness.
    private static func randomBytes(count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                // The most that the system gives in one call.
                let part = min(256, count - filled)
                let code = getentropy(buffer.baseAddress.map { $0 + filled }, part)
                precondition(code == 0, "the system has no source of randomness")
                filled += part
            }
        }
    }
}
