/// Writes JSON as JavaScript's `JSON.stringify` does, byte for byte: hashes and lockfiles are compared with
/// those that other programs make.
struct JSONText {
    private(set) var text = ""

    /// Writes a string, with its quotes.
    ///
    /// - Parameter isPrintable: tells the characters that are written as they are, where JSON allows it, from
    ///   those that are escaped.
    mutating func append(string: String, isPrintable: (Unicode.Scalar) -> Bool = { _ in true }) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar.value {
            case 0x22: text += "\\\""
            case 0x5C: text += "\\\\"
            case 0x08: text += "\\b"
            case 0x0C: text += "\\f"
            case 0x0A: text += "\\n"
            case 0x0D: text += "\\r"
            case 0x09: text += "\\t"
            case 0..<0x20: escape(scalar)
            default:
                if isPrintable(scalar) { text.unicodeScalars.append(scalar) } else { escape(scalar) }
            }
        }
        text += "\""
    }

    private mutating func escape(_ scalar: Unicode.Scalar) {
        for unit in String(scalar).utf16 {
            let digits = String(unit, radix: 16)
            text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
        }
    }

    /// Writes what is neither a string nor needs escaping.
    mutating func append(_ raw: String) { text += raw }

    /// Writes a line break and spaces.
    mutating func newLine(indentation: Int) {
        text += "\n" + String(repeating: " ", count: indentation)
    }
}
