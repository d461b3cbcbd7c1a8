/// How JSON is laid out for people and programs alike: a member a line, two spaces a level, `"key": value`, `[]` and
/// `{}` where there is nothing, a newline at the end. Control and format characters are escapes, so that a terminal
/// may see any text.
enum JSONLayout {
    /// The layout of valid JSON in UTF-8 that has no white space between its parts.
    static func bytes(of compact: [UInt8]) -> [UInt8] { compact.withUnsafeBufferPointer { bytes($0) } }

    private static func bytes(_ compact: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var answer: [UInt8] = []
        answer.reserveCapacity(compact.count * 3 / 2)
        var depth = 0
        var place = 0
        var previous: UInt8 = 0x20
        func breakLine() {
            answer.append(0x0A)
            answer.append(contentsOf: repeatElement(0x20, count: 2 * depth))
        }
        while place < compact.count {
            let byte = compact[place]
            let isFirst = previous == 0x7B || previous == 0x5B
            previous = byte
            if byte == 0x7D || byte == 0x5D {
                depth -= 1
                if !isFirst { breakLine() }
            } else if isFirst {
                breakLine()
            }
            answer.append(byte)
            place += 1
            switch byte {
            case 0x22: place = appendString(compact, from: place, to: &answer)
            case 0x7B, 0x5B: depth += 1
            case 0x2C: breakLine()
            case 0x3A: answer.append(0x20)
            default: break
            }
        }
        answer.append(0x0A)
        return answer
    }

    /// Writes a string from behind its first quote to its last.
    ///
    /// - Returns: the place behind it.
    private static func appendString(
        _ compact: UnsafeBufferPointer<UInt8>, from start: Int, to answer: inout [UInt8]
    ) -> Int {
        var place = start
        while place < compact.count {
            // Nearly all of it is plain, and goes over in one piece.
            var end = place
            while end < compact.count, isPlain(compact[end]) { end += 1 }
            answer.append(contentsOf: compact[place..<end])
            guard end < compact.count else { return end }
            place = end + 1
            switch compact[end] {
            case 0x22:
                answer.append(0x22)
                return place
            case 0x5C:
                answer.append(0x5C)
                if place < compact.count, compact[place] < 0x80 {
                    answer.append(compact[place])
                    place += 1
                }
            default:
                while place < compact.count, compact[place] & 0xC0 == 0x80 { place += 1 }
                let text = String(decoding: compact[end..<place], as: UTF8.self)
                if let scalar = text.unicodeScalars.first, isHidden(scalar) {
                    escape(scalar, in: &answer)
                } else {
                    answer.append(contentsOf: compact[end..<place])
                }
            }
        }
        return place
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x7F && byte != 0x22 && byte != 0x5C
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
