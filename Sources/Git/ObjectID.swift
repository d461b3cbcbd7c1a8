import CLibgit2

/// An object's name in Git's store: a SHA-1 of 20 bytes, written as 40 lower-case hexadecimal digits.
public struct ObjectID: Hashable, Sendable, Comparable, CustomStringConvertible {
    private let high: UInt64
    private let middle: UInt64
    private let low: UInt32

    /// The name that stands for no object: twenty zero bytes.
    public static let zero = ObjectID(high: 0, middle: 0, low: 0)

    private init(high: UInt64, middle: UInt64, low: UInt32) {
        (self.high, self.middle, self.low) = (high, middle, low)
    }

    /// The name written as exactly 40 hexadecimal digits of either case; nil for anything else.
    public init?(hex: some StringProtocol) {
        self.init(hexDigits: Array(hex.utf8)[...])
    }

    /// The name from 40 hexadecimal digits as bytes of ASCII.
    init?(hexDigits digits: some RandomAccessCollection<UInt8>) {
        guard digits.count == 40 else { return nil }
        var parts: (UInt64, UInt64, UInt64) = (0, 0, 0)
        for (index, digit) in digits.enumerated() {
            let value: UInt64
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = UInt64(digit - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = UInt64(digit - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = UInt64(digit - UInt8(ascii: "A") + 10)
            default: return nil
            }
            switch index {
            case 0..<16: parts.0 = parts.0 << 4 | value
            case 16..<32: parts.1 = parts.1 << 4 | value
            default: parts.2 = parts.2 << 4 | value
            }
        }
        self.init(high: parts.0, middle: parts.1, low: UInt32(parts.2))
    }

    /// The name from 40 hexadecimal digits in a row: thousands of them are read at a time.
    init?(hexDigits digits: UnsafeBufferPointer<UInt8>) {
        guard digits.count == 40 else { return nil }
        // The highest bits say that a digit is none.
        var all: UInt8 = 0
        func number(_ range: Range<Int>) -> UInt64 {
            var number: UInt64 = 0
            for index in range {
                let value = Self.values[Int(digits[index])]
                all |= value
                number = number << 4 | UInt64(value & 15)
            }
            return number
        }
        let (high, middle, low) = (number(0..<16), number(16..<32), number(32..<40))
        guard all < 16 else { return nil }
        self.init(high: high, middle: middle, low: UInt32(truncatingIfNeeded: low))
    }

    /// The value of each digit, 0xFF for what is none.
    private static let values: [UInt8] = (0...UInt8.max).map { byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: 0xFF
        }
    }

    /// The 40 lower-case hexadecimal digits.
    public var hex: String {
        String(unsafeUninitializedCapacity: 40) { buffer in
            func write(_ value: UInt64, digits: Int, at offset: Int) {
                for index in 0..<digits {
                    let nibble = UInt8(truncatingIfNeeded: value >> UInt64(4 * (digits - 1 - index))) & 15
                    buffer[offset + index] = nibble < 10 ? 48 + nibble : 87 + nibble
                }
            }
            write(high, digits: 16, at: 0)
            write(middle, digits: 16, at: 16)
            write(UInt64(low), digits: 8, at: 32)
            return 40
        }
    }

    /// The 40 lower-case hexadecimal digits.
    public var description: String { hex }

    /// Feeds the first half of the name into the hasher: it is a hash itself.
    public func hash(into hasher: inout Hasher) { hasher.combine(high) }

    /// Whether the left name comes first in the order of its digits.
    public static func < (left: ObjectID, right: ObjectID) -> Bool {
        (left.high, left.middle, left.low) < (right.high, right.middle, right.low)
    }

    init(_ oid: git_oid) {
        self = withUnsafeBytes(of: oid.id) { ObjectID(rawBytes: $0) }
    }

    /// The name that the first 20 of these bytes are; there must be as many.
    init(rawBytes bytes: UnsafeRawBufferPointer) {
        self.init(
            high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
            middle: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
            low: UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt32.self)))
    }

    /// The first of the 20 bytes.
    var firstByte: UInt8 { UInt8(truncatingIfNeeded: high >> 56) }

    init?(_ oid: UnsafePointer<git_oid>?) {
        guard let oid else { return nil }
        self.init(oid.pointee)
    }

    var oid: git_oid {
        var oid = git_oid()
        withUnsafeMutableBytes(of: &oid.id) { bytes in
            bytes.storeBytes(of: high.bigEndian, as: UInt64.self)
            bytes.storeBytes(of: middle.bigEndian, toByteOffset: 8, as: UInt64.self)
            bytes.storeBytes(of: low.bigEndian, toByteOffset: 16, as: UInt32.self)
        }
        return oid
    }
}
