/// A set of bytes, with one bit for each of the 256.
public struct ByteSet: Sendable, Equatable {
    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    /// The bytes of a text, where `a-z` stands for a range. A `-` at the end stands for itself.
    public init(_ text: StaticString) {
        text.withUTF8Buffer { bytes in
            var index = 0
            while index < bytes.count {
                if index + 2 < bytes.count, bytes[index + 1] == UInt8(ascii: "-") {
                    var byte = bytes[index]
                    while byte < bytes[index + 2] {
                        insert(byte)
                        byte += 1
                    }
                    insert(bytes[index + 2])
                    index += 3
                } else {
                    insert(bytes[index])
                    index += 1
                }
            }
        }
    }

    private mutating func insert(_ byte: UInt8) {
        let bit: UInt64 = 1 << UInt64(byte & 63)
        switch byte >> 6 {
        case 0: words.0 |= bit
        case 1: words.1 |= bit
        case 2: words.2 |= bit
        default: words.3 |= bit
        }
    }

    /// Whether the byte is in the set.
    @inline(__always)
    public func contains(_ byte: UInt8) -> Bool {
        let word =
            switch byte >> 6 {
            case 0: words.0
            case 1: words.1
            case 2: words.2
            default: words.3
            }
        return word >> UInt64(byte & 63) & 1 == 1
    }

    /// Whether both hold the same bytes.
    public static func == (left: ByteSet, right: ByteSet) -> Bool { left.words == right.words }
}

extension ByteSet {
    static let digits = ByteSet("0-9")
    static let letters = ByteSet("A-Za-z")
    static let lowerAlphanumeric = ByteSet("a-z0-9")
    static let alphanumeric = ByteSet("A-Za-z0-9")
    static let hex = ByteSet("0-9a-f")
    static let anyHex = ByteSet("0-9a-fA-F")
    static let base32 = ByteSet("A-Z2-7")
    static let base64 = ByteSet("A-Za-z0-9+/")
    static let base64URL = ByteSet("A-Za-z0-9_-")
    static let identifier = ByteSet("A-Za-z0-9_-")
    static let uuid = ByteSet("0-9a-fA-F-")
    static let dotted = ByteSet("A-Za-z0-9_.-")
}
