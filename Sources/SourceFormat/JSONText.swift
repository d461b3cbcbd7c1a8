/// Writes JSON as JavaScript's `JSON.stringify` does, byte for byte: hashes and lockfiles are compared with
/// those that other programs make.
struct JSONText {
    private(set) var text = ""

    /// Writes a string, with its quotes.
    mutating func append(string: String) {
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
            case 0..<0x20:
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }

    /// Writes what is neither a string nor needs escaping.
    mutating func append(_ raw: String) { text += raw }

    /// Writes a line break and spaces.
    mutating func newLine(indentation: Int) {
        text += "\n" + String(repeating: " ", count: indentation)
    }
}
