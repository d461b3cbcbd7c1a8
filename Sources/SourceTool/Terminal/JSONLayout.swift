/// How JSON is laid out for people and programs alike: a member a line, two spaces a level, `"key": value`, `[]` and
/// `{}` where there is nothing, a newline at the end. Control and format characters are escapes, so that a terminal
/// may see any text.
enum JSONLayout {
    /// The layout of valid JSON that has no white space between its parts.
    static func text(of compact: String) -> String {
        // Bytes: a string copies itself as it grows through its views.
        var answer: [UInt8] = []
        answer.reserveCapacity(compact.utf8.count * 3 / 2)
        var depth = 0
        var isInString = false
        var isEscaped = false
        var previous: Unicode.Scalar = " "
        func breakLine() {
            answer.append(0x0A)
            for _ in 0..<(2 * depth) { answer.append(0x20) }
        }
        for scalar in compact.unicodeScalars {
            defer { previous = scalar }
            if isInString {
                if isHidden(scalar) { escape(scalar, in: &answer) } else { append(scalar, to: &answer) }
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
            append(scalar, to: &answer)
            switch scalar {
            case "\"": isInString = true
            case "{", "[": depth += 1
            case ",": breakLine()
            case ":": answer.append(0x20)
            default: break
            }
        }
        answer.append(0x0A)
        return String(decoding: answer, as: UTF8.self)
    }

    private static func append(_ scalar: Unicode.Scalar, to answer: inout [UInt8]) {
        if scalar.isASCII { answer.append(UInt8(scalar.value)) } else { answer += Array(String(scalar).utf8) }
    }

    private static func escape(_ scalar: Unicode.Scalar, in answer: inout [UInt8]) {
        for unit in String(scalar).utf16 {
            let digits = String(unit, radix: 16)
            answer += Array("\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8)
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
