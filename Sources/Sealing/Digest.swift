import CLibsodium

/// 32 bytes of a hash: the SHA-256 of something, or a keyed hash.
public struct Digest: Sendable, Hashable, CustomStringConvertible {
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// The number of bytes.
    public static let count = 32

    /// The SHA-256 of bytes.
    ///
    /// The implementation is plain C that needs no `sodium_init`.
    public init(of bytes: [UInt8]) {
        self.init { digest in
            _ = crypto_hash_sha256(digest, bytes, UInt64(bytes.count))
        }
    }

    /// The BLAKE2b-256 of bytes without a key: tells whether they are what they were, three times as quickly as SHA-256.
    public init(checksumOf bytes: ArraySlice<UInt8>) {
        _ = try? Sodium.prepare()
        self = bytes.withUnsafeBytes { checksum($0) }
    }

    /// 32 bytes that are a hash already; nil for any other number of them.
    public init?(bytes: UnsafeRawBufferPointer) {
        guard bytes.count == Self.count else { return nil }
        func word(_ index: Int) -> UInt64 { bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self) }
        words = (word(0), word(1), word(2), word(3))
    }

    init(filledBy fill: (UnsafeMutablePointer<UInt8>) -> Void) {
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        withUnsafeMutableBytes(of: &words) { bytes in
            bytes.withMemoryRebound(to: UInt8.self) { if let base = $0.baseAddress { fill(base) } }
        }
        self.words = words
    }

    /// Calls `body` with the 32 bytes.
    public func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withUnsafeBytes(of: words) { bytes throws(Failure) in try body(bytes) }
    }

    /// The first 16 bytes.
    var shortened: PageTag { PageTag(words.0, words.1) }

    /// 64 lower-case hexadecimal digits.
    public var description: String { withBytes { hexText($0) } }

    /// Whether both are the same, in a time that does not depend on them.
    public static func == (left: Digest, right: Digest) -> Bool {
        let (a, b) = (left.words, right.words)
        return (a.0 ^ b.0) | (a.1 ^ b.1) | (a.2 ^ b.2) | (a.3 ^ b.3) == 0
    }

    /// Feeds all bytes into the hasher.
    public func hash(into hasher: inout Hasher) {
        withBytes { hasher.combine(bytes: $0) }
    }
}

/// 16 bytes of a keyed hash: they name something to whoever has the key, and tell nothing to anyone else.
public struct PageTag: Sendable, Hashable, CustomStringConvertible {
    private let words: (UInt64, UInt64)

    /// The number of bytes.
    public static let count = 16

    init(_ first: UInt64, _ second: UInt64) { words = (first, second) }

    /// 16 bytes that are a tag already; nil for any other number of them.
    public init?(bytes: UnsafeRawBufferPointer) {
        guard bytes.count == Self.count else { return nil }
        words = (
            bytes.loadUnaligned(as: UInt64.self), bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        )
    }

    /// Calls `body` with the 16 bytes.
    public func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withUnsafeBytes(of: words) { bytes throws(Failure) in try body(bytes) }
    }

    /// 32 lower-case hexadecimal digits.
    public var description: String { withBytes { hexText($0) } }

    /// Whether both are the same, in a time that does not depend on them.
    public static func == (left: PageTag, right: PageTag) -> Bool {
        (left.words.0 ^ right.words.0) | (left.words.1 ^ right.words.1) == 0
    }

    /// Feeds all bytes into the hasher.
    public func hash(into hasher: inout Hasher) {
        withBytes { hasher.combine(bytes: $0) }
    }
}

extension Digest {
    /// The digest that 64 hexadecimal digits in lower case stand for; nil for anything else.
    public init?(hex: String) {
        let digits = Array(hex.utf8)
        guard digits.count == 2 * Self.count else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.count)
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = Self.value(digits[index]), let low = Self.value(digits[index + 1]) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        guard let digest = bytes.withUnsafeBytes({ Digest(bytes: $0) }) else { return nil }
        self = digest
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x61...0x66: digit - 0x61 + 10
        default: nil
        }
    }
}
