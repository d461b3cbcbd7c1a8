/// Writes scalars as YAML, so that every parser reads the same text, whether it knows YAML 1.1 or 1.2.
enum YAMLText {
    /// The scalar on one line: plain where that is safe, else in double quotes.
    static func scalar(_ text: String) -> String { isPlain(text) ? text : quoted(text) }

    /// The scalar in the style of the one it replaces, where that style can hold it.
    static func scalar(_ text: String, like style: YAMLNode.Style) -> String {
        switch style {
        case .doubleQuoted: quoted(text)
        case .singleQuoted: text.unicodeScalars.allSatisfy(isPrintable) ? singleQuoted(text) : quoted(text)
        case .plain, .block: scalar(text)
        }
    }

    private static func singleQuoted(_ text: String) -> String {
        var result = "'"
        for scalar in text.unicodeScalars {
            if scalar == "'" { result += "'" }
            result.unicodeScalars.append(scalar)
        }
        return result + "'"
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            default:
                if isPrintable(scalar) {
                    result.unicodeScalars.append(scalar)
                } else {
                    let digits = String(scalar.value, radix: 16)
                    let length = scalar.value > 0xFFFF ? 8 : 4
                    result += length == 8 ? "\\U" : "\\u"
                    result += String(repeating: "0", count: length - digits.utf8.count) + digits
                }
            }
        }
        return result + "\""
    }

    /// Whether a character can stand in a line of a file as it is.
    static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: false
        default: true
        }
    }

    /// Whether text is safe without quotes, also between brackets.
    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last, text.utf8.count <= 4 << 20 else {
            return false
        }
        // What begins with another character may be a number, a date, or an indicator.
        let begins =
            (0x41...0x5A).contains(first) || (0x61...0x7A).contains(first) || first >= 0x80 || first == 0x2F
        guard begins, last != 0x20, last != 0x3A else { return false }
        var previous: UInt8 = 0
        for byte in text.utf8 {
            switch byte {
            case 0x2C, 0x5B, 0x5D, 0x7B, 0x7D, 0x22: return false
            case 0x23 where previous == 0x20: return false
            case 0x20 where previous == 0x3A, 0x3F where previous == 0x3A: return false
            default: previous = byte
            }
        }
        guard text.unicodeScalars.allSatisfy(isPrintable) else { return false }
        let words = ["true", "false", "yes", "no", "on", "off", "y", "n", "null"]
        return text.utf8.count > 5 || !words.contains(text.lowercased())
    }
}
