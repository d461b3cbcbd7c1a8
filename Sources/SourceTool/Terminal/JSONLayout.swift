/// How JSON is laid out for people and programs alike: a member a line, two spaces a level, `"key": value`, `[]` and
/// `{}` where there is nothing, a newline at the end. Control and format characters are escapes, so that a terminal
/// may see any text.
enum JSONLayout {
    /// The layout of valid JSON that has no white space between its parts.
    static func text(of compact: String) -> String {
        var answer = String.UnicodeScalarView()
        var depth = 0
        var isInString = false
        var isEscaped = false
        var previous: Unicode.Scalar = " "
        func breakLine() {
            answer.append("\n")
            for _ in 0..<depth { answer.append(contentsOf: "  ".unicodeScalars) }
        }
        for scalar in compact.unicodeScalars {
            defer { previous = scalar }
            if isInString {
                if isHidden(scalar) { append(scalar, to: &answer) } else { answer.append(scalar) }
                if isEscaped {
                    isEscaped = false
                } else if scalar == "\\" {
                    isEscaped = true
                } else if scalar == "\"" {
                    isInString = false
                }
                continue
            }
            let isClosing = scalar == "}" || scalar == "]"
            if isClosing {
                depth -= 1
                if previous != "{", previous != "[" { breakLine() }
            } else if previous == "{" || previous == "[" {
                breakLine()
            }
            answer.append(scalar)
            switch scalar {
            case "\"": isInString = true
            case "{", "[": depth += 1
            case ",": breakLine()
            case ":": answer.append(" ")
            default: break
            }
        }
        answer.append("\n")
        return String(answer)
    }

    private static func append(_ scalar: Unicode.Scalar, to answer: inout String.UnicodeScalarView) {
        for unit in String(scalar).utf16 {
            let digits = String(unit, radix: 16)
            answer.append(
                contentsOf: "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".unicodeScalars)
        }
    }

    /// Whether a scalar moves, hides or reorders what a terminal shows.
    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value >= 0x20, scalar.value < 0x7F { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: return true
        default: return false
        }
    }
}
