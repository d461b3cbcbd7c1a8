#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// JSON in the making, byte for byte as the encoder writes it with sorted keys and slashes as they are.
///
/// The encoder takes a box and several look-ups for each value; a request that carries a thousand secrets would take
/// longer to write than to encrypt.
package struct QuickJSONWriter {
    /// What is written so far.
    package private(set) var bytes: [UInt8] = []

    /// Makes room, so that bytes of a secret are not left behind by an array that moves.
    package init(capacity: Int) { bytes.reserveCapacity(capacity) }

    /// Writes bytes that need no escape.
    package mutating func raw(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// Writes a comma, unless it would stand before the first element.
    package mutating func comma(before index: Int) { if index > 0 { bytes.append(0x2C) } }

    /// Writes a string.
    package mutating func string(_ text: String) {
        bytes.append(0x22)
        var text = text
        text.withUTF8 { utf8 in
            if utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }) {
                bytes.append(contentsOf: utf8)
            } else {
                for byte in utf8 { escape(byte) }
            }
        }
        bytes.append(0x22)
    }

    /// Writes a whole number.
    package mutating func number(_ number: Int) { bytes.append(contentsOf: "\(number)".utf8) }

    /// Writes bytes as a string of base64.
    package mutating func base64(_ data: some ContiguousBytes) {
        bytes.append(0x22)
        data.withUnsafeBytes { data in
            let length = (data.count + 2) / 3 * 4
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: length) { text in
                Self.base64Digits.withUTF8Buffer { digits in
                    for (group, place) in stride(from: 0, to: data.count, by: 3).enumerated() {
                        let left = data.count - place
                        let three =
                            UInt32(data[place]) << 16 | (left > 1 ? UInt32(data[place + 1]) << 8 : 0)
                            | (left > 2 ? UInt32(data[place + 2]) : 0)
                        let start = 4 * group
                        text.initializeElement(at: start, to: digits[Int(three >> 18)])
                        text.initializeElement(at: start + 1, to: digits[Int(three >> 12 & 63)])
                        text.initializeElement(
                            at: start + 2, to: left > 1 ? digits[Int(three >> 6 & 63)] : 0x3D)
                        text.initializeElement(at: start + 3, to: left > 2 ? digits[Int(three & 63)] : 0x3D)
                    }
                }
                bytes.append(contentsOf: text)
            }
        }
        bytes.append(0x22)
    }

    private static let base64Digits: StaticString =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

    /// As many bytes as a string has when every one of them is escaped, with its quotes.
    static func mostBytes(of text: String) -> Int { 6 * text.utf8.count + 2 }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case 0x22, 0x5C: bytes += [0x5C, byte]
        case 0x08: raw("\\b")
        case 0x09: raw("\\t")
        case 0x0A: raw("\\n")
        case 0x0C: raw("\\f")
        case 0x0D: raw("\\r")
        case 0..<0x20:
            raw(byte < 0x10 ? "\\u000" : "\\u001")
            let digit = byte & 0x0F
            bytes.append(digit < 10 ? 0x30 + digit : 0x61 + digit - 10)
        default: bytes.append(byte)
        }
    }
}
