/// JSON in the making, without white space: what the encoder writes too, for answers so long that it would take longer
/// than all else the verb does.
struct CompactJSON {
    private var bytes: [UInt8] = []
    private var needsComma = false

    /// The text so far.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Writes an object; `body` writes its members, in the order of their keys.
    mutating func object(_ body: (inout CompactJSON) -> Void) { nested(0x7B, 0x7D, body) }

    /// Writes an array; `body` writes its elements.
    mutating func array(_ body: (inout CompactJSON) -> Void) { nested(0x5B, 0x5D, body) }

    /// Writes the key of a member; its value comes next.
    mutating func key(_ name: StaticString) {
        separate()
        bytes.append(0x22)
        name.withUTF8Buffer { bytes += $0 }
        bytes += [0x22, 0x3A]
        needsComma = false
    }

    /// Writes a member that is a string; nothing where there is none.
    mutating func member(_ name: StaticString, _ value: String?) {
        guard let value else { return }
        key(name)
        string(value)
    }

    /// Writes a member that is true or false.
    mutating func member(_ name: StaticString, _ value: Bool) {
        key(name)
        separate()
        bytes += Array((value ? "true" : "false").utf8)
        needsComma = true
    }

    /// Writes a member that is a whole number.
    mutating func member(_ name: StaticString, _ value: Int) {
        key(name)
        separate()
        bytes += Array("\(value)".utf8)
        needsComma = true
    }

    /// Writes a string.
    mutating func string(_ value: String) {
        separate()
        bytes.append(0x22)
        for byte in value.utf8 {
            switch byte {
            case 0x22: bytes += [0x5C, 0x22]
            case 0x5C: bytes += [0x5C, 0x5C]
            case 0x08: bytes += [0x5C, 0x62]
            case 0x0C: bytes += [0x5C, 0x66]
            case 0x0A: bytes += [0x5C, 0x6E]
            case 0x0D: bytes += [0x5C, 0x72]
            case 0x09: bytes += [0x5C, 0x74]
            case 0..<0x20:
                let digits = String(byte, radix: 16)
                bytes += Array("\\u\(String(repeating: "0", count: 4 - digits.utf8.count))\(digits)".utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(0x22)
        needsComma = true
    }

    private mutating func nested(_ open: UInt8, _ close: UInt8, _ body: (inout CompactJSON) -> Void) {
        separate()
        bytes.append(open)
        needsComma = false
        body(&self)
        bytes.append(close)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(0x2C) }
        needsComma = false
    }
}
