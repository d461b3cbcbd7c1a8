// Plain and quoted scalars, and keys.
extension YAMLReader {
    struct Key {
        let text: String
        let range: Range<Int>
    }

    /// Reads a key and its colon, where the rest of the line has the form of one; else goes nowhere.
    mutating func key() throws(YAMLProblem) -> Key? {
        let start = position
        var scan = position
        let text: String
        switch current {
        case 0x22, 0x27:
            guard let end = quoteEnd(from: position) else { return nil }
            scan = end
            while Self.isBlank(byte(at: scan)) { scan += 1 }
            guard byte(at: scan) == 0x3A, Self.isBlankOrEnd(byte(at: scan + 1)) else { return nil }
            guard case .scalar(let quoted, _) = try quotedScalar().content else { return nil }
            text = quoted
        default:
            if current == 0x3F, Self.isBlankOrEnd(byte(at: position + 1)) { throw complexKey() }
            guard startsPlain(inFlow: false) else { return nil }
            while scan < bytes.count {
                let byte = bytes[scan]
                if byte > 0x3A {
                    scan += 1
                    continue
                }
                if Self.isLineEnd(byte) { break }
                if byte == 0x3A, Self.isBlankOrEnd(self.byte(at: scan + 1)) { break }
                if byte == 0x23, Self.isBlank(self.byte(at: scan - 1)) { return nil }
                scan += 1
            }
            guard byte(at: scan) == 0x3A else { return nil }
            var end = scan
            while end > start, Self.isBlank(bytes[end - 1]) { end -= 1 }
            text = String(decoding: bytes[start..<end], as: UTF8.self)
            position = end
        }
        if position - start > Self.maximumKeyLength {
            throw problem("yaml_syntax", "a key is longer than \(Self.maximumKeyLength) bytes")
        }
        let range = start..<position
        position = scan + 1
        return Key(text: text, range: range)
    }

    /// The place behind the quotation mark that closes the one at a place, on the same line.
    private func quoteEnd(from start: Int) -> Int? {
        let quote = bytes[start]
        var scan = start + 1
        while !Self.isLineEnd(byte(at: scan)) {
            if quote == 0x22, byte(at: scan) == 0x5C {
                scan += 1
                if Self.isLineEnd(byte(at: scan)) { return nil }
            } else if byte(at: scan) == quote {
                guard quote == 0x27, byte(at: scan + 1) == quote else { return scan + 1 }
                scan += 1
            }
            scan += 1
        }
        return nil
    }

    /// Whether a plain scalar can begin at the position.
    func startsPlain(inFlow: Bool) -> Bool {
        switch current {
        case 0x2D:
            let next = byte(at: position + 1)
            return !Self.isBlankOrEnd(next) && !(inFlow && Self.isFlowIndicator(next))
        case 0x3F, 0x3A: return !inFlow && !Self.isBlankOrEnd(byte(at: position + 1))
        case 0x2C, 0x5B, 0x5D, 0x7B, 0x7D, 0x23, 0x26, 0x2A, 0x21, 0x7C, 0x3E, 0x27, 0x22, 0x25, 0x40, 0x60:
            return false
        default: return !Self.isBlankOrEnd(current)
        }
    }

    /// Why no value can begin with the byte at the position.
    private func unexpectedStart() -> YAMLProblem {
        switch current {
        case 0x26:
            problem(
                "yaml_anchor", "an anchor (&) is not used in these files", "Write the value out, or quote it")
        case 0x2A:
            problem(
                "yaml_alias", "an alias (*) is not used in these files", "Write the value out, or quote it")
        case 0x21:
            problem("yaml_tag", "a tag (!) is not used in these files", "Remove it, or quote the value")
        case 0x3F: complexKey()
        case 0x7C, 0x3E:
            problem("yaml_syntax", "a block of text stands between brackets", "Write it in quotes")
        default: problem("yaml_syntax", "a value cannot begin with this character", "Put the value in quotes")
        }
    }

    /// Reads a plain scalar, over as many lines as it has.
    mutating func plainScalar(parent: Int, inFlow: Bool) throws(YAMLProblem) -> YAMLNode {
        guard startsPlain(inFlow: inFlow) else { throw unexpectedStart() }
        let (start, startLine) = (position, line)
        var endsHere = try plainLine(inFlow: inFlow)
        let firstEnd = position
        var text: [UInt8] = []
        while !endsHere, let breaks = continuePlain(parent: parent, inFlow: inFlow) {
            if text.isEmpty { text.append(contentsOf: bytes[start..<firstEnd]) }
            text.append(contentsOf: breaks == 1 ? [0x20] : Array(repeating: 0x0A, count: breaks - 1))
            let lineBegin = position
            endsHere = try plainLine(inFlow: inFlow)
            text.append(contentsOf: bytes[lineBegin..<position])
        }
        let whole =
            text.isEmpty
            ? String(decoding: bytes[start..<position], as: UTF8.self) : String(decoding: text, as: UTF8.self)
        return YAMLNode(.scalar(whole, .plain), range: start..<position, line: startLine)
    }

    /// Goes to the end of a plain scalar's part of a line, before the blanks behind it.
    ///
    /// - Returns: whether the scalar ends there, because more than blanks follows on the line.
    private mutating func plainLine(inFlow: Bool) throws(YAMLProblem) -> Bool {
        let begin = position
        var (scan, end) = (begin, begin)
        while scan < bytes.count {
            let byte = bytes[scan]
            // Most bytes are letters and digits, of which none ends a scalar.
            if byte > 0x3A ? !inFlow || !Self.isFlowIndicator(byte) : byte > 0x2C && byte < 0x3A {
                scan += 1
                end = scan
                continue
            }
            if Self.isLineEnd(byte) { break }
            let next = self.byte(at: scan + 1)
            if byte == 0x3A, Self.isBlankOrEnd(next) { break }
            if inFlow, byte == 0x3A, Self.isFlowIndicator(next) || next == 0x3F {
                // Parsers differ over what this means.
                throw problem("yaml_syntax", "a space is missing behind a colon", "Write key: value")
            }
            if byte == 0x23, scan > begin, Self.isBlank(bytes[scan - 1]) { break }
            if inFlow, Self.isFlowIndicator(byte) { break }
            scan += 1
            if !Self.isBlank(byte) { end = scan }
        }
        position = end
        return !Self.isLineEnd(self.byte(at: scan))
    }

    /// Goes to the next line of a plain scalar, where one follows; else goes nowhere.
    ///
    /// - Returns: how many line breaks were passed.
    private mutating func continuePlain(parent: Int, inFlow: Bool) -> Int? {
        let before = (position, line, lineStart)
        var breaks = 0
        skipBlanks()
        while isAtLineEnd, !isAtEnd {
            skipLineBreak()
            breaks += 1
            skipBlanks()
        }
        let continues =
            breaks > 0 && contentColumn > (inFlow ? -1 : parent) && !hasTab(from: lineStart)
            && current != 0x23
            && !(inFlow
                && (Self.isFlowIndicator(current)
                    || (current == 0x3A && Self.isBlankOrEnd(byte(at: position + 1)))))
        guard continues else {
            (position, line, lineStart) = before
            return nil
        }
        return breaks
    }

    /// Reads a quoted scalar, over as many lines as it has.
    mutating func quotedScalar() throws(YAMLProblem) -> YAMLNode {
        let (start, startLine) = (position, line)
        let quote = current
        position += 1
        var text: [UInt8] = []
        // Blanks before a line break go; those that are escaped stay.
        var kept = 0
        while true {
            if isAtEnd {
                throw problem(
                    "yaml_syntax", line: startLine, "quoted text begins here and never ends",
                    "Close the quotation mark")
            }
            let byte = current
            if byte == quote {
                position += 1
                guard quote == 0x27, current == quote else { break }
                text.append(quote)
                position += 1
            } else if quote == 0x22, byte == 0x5C {
                position += 1
                if isAtLineEnd, !isAtEnd {
                    kept = text.count
                    let breaks = try foldQuoted(openedOn: startLine)
                    text.append(contentsOf: Array(repeating: 0x0A, count: breaks - 1))
                } else {
                    try appendEscape(to: &text)
                }
                kept = text.count
            } else if isAtLineEnd {
                while text.count > kept, Self.isBlank(text[text.count - 1]) { text.removeLast() }
                let breaks = try foldQuoted(openedOn: startLine)
                text.append(contentsOf: breaks == 1 ? [0x20] : Array(repeating: 0x0A, count: breaks - 1))
                kept = text.count
            } else {
                text.append(byte)
                position += 1
            }
        }
        let style: YAMLNode.Style = quote == 0x27 ? .singleQuoted : .doubleQuoted
        return YAMLNode(
            .scalar(String(decoding: text, as: UTF8.self), style), range: start..<position, line: startLine)
    }

    /// Goes over line breaks and the blanks around them.
    private mutating func foldQuoted(openedOn opened: Int) throws(YAMLProblem) -> Int {
        var breaks = 0
        while isAtLineEnd, !isAtEnd {
            skipLineBreak()
            breaks += 1
            if isAtMarker(0x2D) || isAtMarker(0x2E) {
                throw problem(
                    "yaml_syntax", line: opened,
                    "quoted text begins here and does not end before the document does",
                    "Close the quotation mark")
            }
            skipBlanks()
        }
        return breaks
    }

    private mutating func appendEscape(to text: inout [UInt8]) throws(YAMLProblem) {
        let escape = current
        position += 1
        let scalar: UInt32
        switch escape {
        case 0x30: scalar = 0
        case 0x61: scalar = 0x07
        case 0x62: scalar = 0x08
        case 0x74, 0x09: scalar = 0x09
        case 0x6E: scalar = 0x0A
        case 0x76: scalar = 0x0B
        case 0x66: scalar = 0x0C
        case 0x72: scalar = 0x0D
        case 0x65: scalar = 0x1B
        case 0x20, 0x22, 0x2F, 0x5C: scalar = UInt32(escape)
        case 0x4E: scalar = 0x85
        case 0x5F: scalar = 0xA0
        case 0x4C: scalar = 0x2028
        case 0x50: scalar = 0x2029
        case 0x78: scalar = try hexadecimal(digits: 2)
        case 0x75: scalar = try hexadecimal(digits: 4)
        case 0x55: scalar = try hexadecimal(digits: 8)
        default:
            throw problem(
                "yaml_syntax", "a backslash in double quotes is not followed by an escape",
                "Write \\\\ for a backslash, or use single quotes")
        }
        guard let character = Unicode.Scalar(scalar) else {
            throw problem("yaml_syntax", "an escape names no character")
        }
        text.append(contentsOf: String(character).utf8)
    }

    private mutating func hexadecimal(digits: Int) throws(YAMLProblem) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<digits {
            let digit: UInt32
            switch current {
            case 0x30...0x39: digit = UInt32(current) - 0x30
            case 0x41...0x46: digit = UInt32(current) - 0x37
            case 0x61...0x66: digit = UInt32(current) - 0x57
            default: throw problem("yaml_syntax", "an escape needs \(digits) hexadecimal digits")
            }
            value = value << 4 | digit
            position += 1
        }
        return value
    }
}
