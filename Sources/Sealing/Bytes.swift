/// Writes bytes one after the other into memory of a known size; without memory it counts them, so that one and the
/// same code says how much memory there has to be and fills it.
struct ByteWriter {
    private let target: UnsafeMutableRawBufferPointer?

    /// The bytes written so far.
    private(set) var count = 0

    init() { target = nil }

    init(into target: UnsafeMutableRawBufferPointer) { self.target = target }

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        if let target {
            precondition(bytes.count <= target.count - count, "more is written than was counted")
            if let from = bytes.baseAddress, let start = target.baseAddress {
                (start + count).copyMemory(from: from, byteCount: bytes.count)
            }
        }
        count += bytes.count
    }

    mutating func append(_ part: SecretPart) {
        guard target != nil else { return count += part.count }
        part.withBytes { append($0) }
    }

    mutating func append(_ text: String) {
        guard target != nil else { return count += text.utf8.count }
        // Almost every text lies in memory in one piece; one that does not comes byte by byte.
        if text.utf8.withContiguousStorageIfAvailable({ append(UnsafeRawBufferPointer($0)) }) == nil {
            for byte in text.utf8 { append(byte) }
        }
    }

    mutating func append<Number: FixedWidthInteger>(_ integer: Number) {
        guard target != nil else { return count += MemoryLayout<Number>.size }
        withUnsafeBytes(of: integer.littleEndian) { append($0) }
    }

    /// Appends lower-case hexadecimal digits, found without looking anything up by a secret.
    mutating func appendHex(_ bytes: UnsafeRawBufferPointer) {
        guard target != nil else { return count += 2 * bytes.count }
        for byte in bytes {
            append(hexDigit(byte >> 4))
            append(hexDigit(byte & 15))
        }
    }
}

/// Reads what ``ByteWriter`` wrote. Every length is checked before it is used.
struct ByteReader {
    private let bytes: UnsafeRawBufferPointer
    private let problem: String

    /// Where the next byte is read.
    private(set) var offset = 0

    /// - Parameter problem: what is thrown where bytes are missing.
    init(_ bytes: UnsafeRawBufferPointer, problem: String) {
        (self.bytes, self.problem) = (bytes, problem)
    }

    var remaining: Int { bytes.count - offset }

    /// The next byte, not taken; nil at the end.
    var next: UInt8? { remaining > 0 ? bytes[offset] : nil }

    var damage: SealingError { .damaged(problem) }

    mutating func take(_ count: Int) throws(SealingError) -> UnsafeRawBufferPointer {
        guard count >= 0, count <= remaining else { throw damage }
        defer { offset += count }
        return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
    }

    mutating func integer<Number: FixedWidthInteger>(
        _ type: Number.Type = Number.self
    ) throws(SealingError) -> Number {
        let field = try take(MemoryLayout<Number>.size)
        return Number(littleEndian: field.loadUnaligned(as: Number.self))
    }

    /// Takes bytes that are known beforehand.
    mutating func expect(_ text: String) throws(SealingError) {
        guard try take(text.utf8.count).elementsEqual(text.utf8) else { throw damage }
    }

    func requireEnd() throws(SealingError) {
        guard remaining == 0 else { throw damage }
    }
}

private func hexDigit(_ nibble: UInt8) -> UInt8 {
    let value = Int(nibble)
    return UInt8(truncatingIfNeeded: 48 + value + (((9 - value) >> 8) & 39))
}

/// Bytes as lower-case hexadecimal text.
func hexText(_ bytes: UnsafeRawBufferPointer) -> String {
    String(unsafeUninitializedCapacity: 2 * bytes.count) { target in
        var writer = ByteWriter(into: UnsafeMutableRawBufferPointer(target))
        writer.appendHex(bytes)
        return writer.count
    }
}

extension UnsafeRawBufferPointer {
    /// The first byte as C functions take it, which want an address for no bytes too.
    var bytePointer: UnsafePointer<UInt8> {
        (baseAddress ?? UnsafeRawPointer(noByte)).assumingMemoryBound(to: UInt8.self)
    }

    /// The first byte as C functions on characters take it.
    var characterPointer: UnsafePointer<CChar> {
        (baseAddress ?? UnsafeRawPointer(noByte)).assumingMemoryBound(to: CChar.self)
    }
}

extension UnsafeMutableRawBufferPointer {
    /// The first byte as C functions take it, which want an address for no bytes too.
    var bytePointer: UnsafeMutablePointer<UInt8> {
        (baseAddress ?? noByte).assumingMemoryBound(to: UInt8.self)
    }
}

// Never read nor written: it is the address of stretches of no bytes.
private nonisolated(unsafe) let noByte = UnsafeMutableRawPointer.allocate(byteCount: 1, alignment: 1)

extension [UInt8] {
    /// `withUnsafeBytes`, with the type of what is thrown.
    func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withUnsafeBufferPointer { bytes throws(Failure) in try body(UnsafeRawBufferPointer(bytes)) }
    }

    /// `withUnsafeMutableBytes`, with the type of what is thrown.
    mutating func withMutableBytes<Result, Failure: Error>(
        _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withUnsafeMutableBufferPointer { bytes throws(Failure) in
            try body(UnsafeMutableRawBufferPointer(bytes))
        }
    }
}

extension SecretPart {
    /// Calls `body` with the first byte as C functions take it.
    func withPointer<Result, Failure: Error>(
        _ body: (UnsafePointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withBytes { bytes throws(Failure) in try body(bytes.bytePointer) }
    }
}

extension SecretBytes {
    /// What `write` writes, in guarded memory. It is called twice, first to count.
    convenience init(writtenBy write: (inout ByteWriter) -> Void) throws(SealingError) {
        var size = ByteWriter()
        write(&size)
        try self.init(count: size.count) { target in
            var writer = ByteWriter(into: target)
            write(&writer)
        }
    }
}
