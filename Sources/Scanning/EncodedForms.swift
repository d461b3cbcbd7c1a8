/// The forms in which a value turns up in files.
enum EncodedForms {
    /// What stands for itself in a URL (RFC 3986).
    private static let unreserved = ByteSet("A-Za-z0-9._~-")

    /// All that differ: raw, base64 at its three alignments in both alphabets, percent-encoded, hexadecimal,
    /// and escaped for JSON. Of base64 only the characters that do not depend on what stands around the value.
    static func all(of value: [UInt8]) -> [[UInt8]] {
        var forms: [[UInt8]] = [value]
        for filler in 0..<3 {
            let input = [UInt8](repeating: 0, count: filler) + value
            let sure = input.count * 8 / 6
            let first = [0, 2, 3][filler]
            guard sure > first else { continue }
            for isURL in [false, true] {
                forms.append(Array(Base64.encoded(input, isURL: isURL)[first..<sure]))
            }
        }
        for digits in ["0123456789abcdef", "0123456789ABCDEF"].map({ Array($0.utf8) }) {
            forms.append(value.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
            forms.append(
                value.flatMap { byte in
                    unreserved.contains(byte)
                        ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
                })
        }
        for escapesSlash in [false, true] { forms.append(escaped(value, escapesSlash: escapesSlash)) }
        var seen: Set<[UInt8]> = []
        return forms.filter { $0.count >= OwnValues.window && seen.insert($0).inserted }
    }

    private static func escaped(_ value: [UInt8], escapesSlash: Bool) -> [UInt8] {
        value.flatMap { byte -> [UInt8] in
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): [0x5C, byte]
            case UInt8(ascii: "/") where escapesSlash: [0x5C, byte]
            case 0x0A: Array("\\n".utf8)
            case 0x0D: Array("\\r".utf8)
            case 0x09: Array("\\t".utf8)
            case 0..<0x20:
                Array("\\u00".utf8) + [0x30 + byte >> 4, Array("0123456789abcdef".utf8)[Int(byte & 15)]]
            default: [byte]
            }
        }
    }
}
