import CLibsodium

/// Some of the bytes of a ``SecretBytes``, seen where they lie: no copy is made, and their owner lives as long as this
/// value does.
public struct SecretPart: Sendable {
    private let owner: SecretBytes
    private let range: Range<Int>

    fileprivate init(of owner: SecretBytes, _ range: Range<Int>) {
        (self.owner, self.range) = (owner, range.clamped(to: 0..<owner.count))
    }

    /// The number of bytes.
    public var count: Int { range.count }

    /// Whether there are no bytes.
    public var isEmpty: Bool { range.isEmpty }

    /// Calls `body` with the bytes, which must not be kept past the call.
    public func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try owner.withBytes { bytes throws(Failure) in
            try body(UnsafeRawBufferPointer(rebasing: bytes[range]))
        }
    }

    /// The bytes as text in ordinary memory, for what can take nothing else; nil where they are not UTF-8.
    public var text: String? {
        withBytes { String(validating: $0, as: UTF8.self) }
    }

    /// A part of this part, counted from its own first byte; what of the range lies outside is left out.
    public func part(_ range: Range<Int>) -> SecretPart {
        let inside = range.clamped(to: 0..<count)
        return SecretPart(
            of: owner, self.range.lowerBound + inside.lowerBound..<self.range.lowerBound + inside.upperBound)
    }

    /// The bytes in a guarded block of their own, so that the rest of the owner can go away.
    ///
    /// - Throws: ``SealingError``.
    public func copied() throws(SealingError) -> SecretBytes {
        try withBytes { bytes throws(SealingError) in try SecretBytes.copying(bytes) }
    }
}

extension SecretBytes {
    /// A part of these bytes, seen where they lie; what of the range lies outside is left out.
    public func part(_ range: Range<Int>) -> SecretPart { SecretPart(of: self, range) }

    /// All of these bytes, as a part.
    public var whole: SecretPart { SecretPart(of: self, 0..<count) }
}

extension SecretPart: Equatable {
    /// Whether both hold the same bytes, in a time that tells nothing about them but their count.
    public static func == (left: SecretPart, right: SecretPart) -> Bool {
        guard left.count == right.count else { return false }
        return left.withBytes { left in right.withBytes { right in areEqual(left, right) } }
    }
}

/// Whether two stretches of equal length hold the same bytes, in a time that does not depend on them.
func areEqual(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    guard left.count == right.count else { return false }
    guard let first = left.baseAddress, let second = right.baseAddress else { return true }
    return sodium_memcmp(first, second, left.count) == 0
}

extension SecretPart: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The number of bytes, never the bytes.
    public var description: String { "SecretPart(\(count))" }

    /// The number of bytes, never the bytes.
    public var debugDescription: String { description }

    /// Nothing: a dump shows no address either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
