/// The checksum that GitHub and npm put at the end of a token: the CRC-32 of what stands between the prefix and it, as
/// six digits to base 62, the digits before the capitals before the small letters.
enum TokenChecksum {
    /// The number of characters that the checksum takes.
    static let count = 6

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }

    /// Whether the last six bytes are the checksum of those before them.
    static func isValid(_ body: UnsafeRawBufferPointer) -> Bool {
        guard body.count > count else { return false }
        let expected = digits(of: body[..<(body.count - count)])
        return body.suffix(count).elementsEqual(expected)
    }

    /// The six digits for the bytes of a token's body.
    static func digits(of body: some Sequence<UInt8>) -> [UInt8] {
        var value = ~body.reduce(~UInt32(0)) { $0 >> 8 ^ table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] }
        var result = [UInt8](repeating: 0x30, count: count)
        for index in result.indices.reversed() {
            let digit = UInt8(value % 62)
            value /= 62
            result[index] = digit < 10 ? 0x30 + digit : digit < 36 ? 55 + digit : 61 + digit
        }
        return result
    }
}
