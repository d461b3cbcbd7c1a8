import CLibsodium

extension SecretBytes {
    /// Random bytes that no one can guess.
    ///
    /// - Throws: ``SealingError``.
    public static func random(count: Int) throws(SealingError) -> SecretBytes {
        try SecretBytes(count: count) { bytes in
            if let base = bytes.baseAddress { randombytes_buf(base, bytes.count) }
        }
    }

    /// Parts of secrets, one after the other, in a block of their own. Nothing passes through ordinary memory.
    ///
    /// - Throws: ``SealingError``.
    public static func joining(_ parts: [SecretPart]) throws(SealingError) -> SecretBytes {
        try SecretBytes { writer in for part in parts { writer.append(part) } }
    }

    /// A copy of bytes that somebody else keeps, and is to wipe.
    ///
    /// - Throws: ``SealingError``.
    public static func copying(_ bytes: UnsafeRawBufferPointer) throws(SealingError) -> SecretBytes {
        try SecretBytes(count: bytes.count) { $0.copyMemory(from: bytes) }
    }
}
