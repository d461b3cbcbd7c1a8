import CLibsodium

/// The text of a key file, written and read. ``CacheKeyFile`` says what it is.
enum KeyFileText {
    private static let name = "eigenpal cache key "
    private static let version = "1\n"
    /// More than any key file has.
    private static let maximumSize = 4096
    private static let checksumCount = "checksum \n".utf8.count + 2 * Digest.count
    private static let problem = "the key file was changed or cut short"

    static func print(
        _ publicPart: CachePublicKey, _ secret: CacheKeyFile.Secret
    ) throws(SealingError) -> (SecretBytes, Digest) {
        func write(_ writer: inout ByteWriter) {
            writer.append(name + version)
            writer.append(line: "public-key", publicPart.boxKey)
            writer.append(line: "name-key", publicPart.nameKey.bytes)
            switch secret {
            case .plain(let secret): writer.append(line: "secret-key", secret)
            case .locked(let lock):
                writer.append(
                    "argon2id-operations \(lock.cost.operations)\nargon2id-memory \(lock.cost.memory)\n")
                for (label, bytes) in [
                    ("salt", lock.salt), ("nonce", lock.nonce), ("wrapped-key", lock.wrapped),
                ] {
                    bytes.withBytes { writer.append(line: label, $0) }
                }
            }
        }
        let body = try SecretBytes(writtenBy: write)
        let checksum = body.withBytes { Sealing.checksum($0) }
        let printed = try SecretBytes { writer in
            writer.append(body.whole)
            checksum.withBytes { writer.append(line: "checksum", $0) }
        }
        return (printed, checksum)
    }

    static func parse(_ printed: SecretBytes) throws(SealingError) -> CacheKeyFile {
        let bodyCount = printed.count - checksumCount
        guard bodyCount > 0, printed.count <= maximumSize else { throw .damaged(problem) }
        let checksum = printed.part(0..<bodyCount).withBytes { Sealing.checksum($0) }
        let expected = try SecretBytes { writer in
            checksum.withBytes { writer.append(line: "checksum", $0) }
        }
        guard printed.part(bodyCount..<printed.count) == expected.whole else { throw .damaged(problem) }
        return try printed.part(0..<bodyCount).withBytes { bytes throws(SealingError) in
            var reader = ByteReader(bytes, problem: problem)
            try reader.expect(name)
            guard try reader.take(version.utf8.count).elementsEqual(version.utf8) else {
                throw .unknownVersion
            }
            let boxKey = try reader.secretLine("public-key", CachePublicKey.boxKeyCount)
            guard let nameKey = NameKey(try reader.secretLine("name-key", NameKey.count)) else {
                throw .damaged(problem)
            }
            let secret: CacheKeyFile.Secret
            if reader.next == UInt8(ascii: "s") {
                secret = .plain(try reader.secretLine("secret-key", CachePublicKey.boxKeyCount))
            } else {
                secret = .locked(try lock(&reader))
            }
            try reader.requireEnd()
            return CacheKeyFile(
                publicPart: CachePublicKey(boxKey: boxKey, nameKey: nameKey), secret: secret,
                printed: printed,
                checksum: checksum)
        }
    }

    private static func lock(_ reader: inout ByteReader) throws(SealingError) -> PassphraseLock {
        let (operations, memory) = (
            try reader.numberLine("argon2id-operations"), try reader.numberLine("argon2id-memory")
        )
        guard let cost = PassphraseCost(checking: operations, memory) else {
            throw .damaged("the key file asks for more work or memory than any lock has, or for too little")
        }
        return PassphraseLock(
            cost: cost, salt: try reader.line("salt", PassphraseLock.saltCount),
            nonce: try reader.line("nonce", PassphraseLock.nonceCount),
            wrapped: try reader.line("wrapped-key", PassphraseLock.wrappedCount))
    }
}

extension CacheKeyFile {
    /// The key file of these bytes, which the caller keeps, and is to wipe (``wipe(_:)``).
    ///
    /// - Throws: ``SealingError/damaged(_:)``, ``SealingError/unknownVersion``.
    public init(parsing bytes: [UInt8]) throws(SealingError) {
        let printed = try bytes.withBytes { bytes throws(SealingError) in try SecretBytes.copying(bytes) }
        try self.init(parsing: printed)
    }

    /// The key file of these bytes.
    ///
    /// - Throws: ``SealingError/damaged(_:)``, ``SealingError/unknownVersion``.
    public init(parsing printed: SecretBytes) throws(SealingError) {
        self = try KeyFileText.parse(printed)
    }
}

extension ByteWriter {
    fileprivate mutating func append(line label: String, _ bytes: UnsafeRawBufferPointer) {
        append(label)
        append(UInt8(ascii: " "))
        appendHex(bytes)
        append(UInt8(ascii: "\n"))
    }

    fileprivate mutating func append(line label: String, _ part: SecretPart) {
        part.withBytes { append(line: label, $0) }
    }
}

extension ByteReader {
    /// A line of a secret in hexadecimal digits.
    fileprivate mutating func secretLine(_ label: String, _ count: Int) throws(SealingError) -> SecretPart {
        try expect(label + " ")
        let digits = try take(2 * count)
        let damage = damage
        let secret = try SecretBytes(count: count) { target throws(SealingError) in
            guard decodeHex(digits, into: target) else { throw damage }
        }
        try expect("\n")
        return secret.whole
    }

    /// A line of bytes that are no secret in hexadecimal digits.
    fileprivate mutating func line(_ label: String, _ count: Int) throws(SealingError) -> [UInt8] {
        try expect(label + " ")
        let digits = try take(2 * count)
        var bytes = [UInt8](repeating: 0, count: count)
        guard bytes.withMutableBytes({ decodeHex(digits, into: $0) }) else { throw damage }
        try expect("\n")
        return bytes
    }

    /// A line of a number of at most ten digits.
    fileprivate mutating func numberLine(_ label: String) throws(SealingError) -> UInt64 {
        try expect(label + " ")
        var (number, digits) = (UInt64(0), 0)
        while let digit = next, 0x30...0x39 ~= digit, digits < 10 {
            guard number > 0 || digits == 0 else { throw damage }
            number = number &* 10 &+ UInt64(digit &- 0x30)
            digits += 1
            _ = try take(1)
        }
        guard digits > 0 else { throw damage }
        try expect("\n")
        return number
    }
}

/// Reads lower-case hexadecimal digits; false where there are others.
///
/// libsodium's reading takes no branch by a digit, and would take capitals too.
private func decodeHex(_ digits: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer) -> Bool {
    guard digits.count == 2 * target.count, !digits.contains(where: { 0x41...0x46 ~= $0 }) else {
        return false
    }
    var (count, end) = (0, UnsafePointer<CChar>?.none)
    let status = sodium_hex2bin(
        target.bytePointer, target.count, digits.characterPointer, digits.count, nil, &count, &end)
    return status == 0 && count == target.count
}
