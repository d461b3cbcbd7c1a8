/// JSON in the making, byte for byte as the encoder writes it with sorted keys and slashes as they are.
///
/// The encoder takes a box and several look-ups for each value; a request that carries a thousand secrets would take
/// longer to write than to encrypt.
struct QuickJSONWriter {
    private(set) var bytes: [UInt8] = []

    /// Makes room, so that bytes of a secret are not left behind by an array that moves.
    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    /// Writes bytes that need no escape.
    mutating func raw(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// Writes a comma, unless it would stand before the first element.
    mutating func comma(before index: Int) { if index > 0 { bytes.append(0x2C) } }

    /// Writes a string.
    mutating func string(_ text: String) {
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
