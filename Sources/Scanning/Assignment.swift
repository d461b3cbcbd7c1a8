/// A value given to a name: in code, in settings, in JSON, YAML, XML and on command lines.
struct Assignment {
    let name: Range<Int>
    let value: Range<Int>
    /// Whether the value stands where only plain values stand: in quotes, or alone behind the name of a setting.
    let isPlain: Bool
    /// Whether it is in quotes.
    let isQuoted: Bool

    private static let longestName = 64
    private static let longestValue = 520

    /// The assignment whose name has the found literal in it.
    init?(_ text: Stretch, literal: Range<Int>) {
        let before = text.run(of: .identifier, before: literal.lowerBound, limit: Self.longestName)
        let after = text.run(of: .identifier, from: literal.upperBound, limit: Self.longestName)
        guard before < Self.longestName, after < Self.longestName else { return nil }
        let name = literal.lowerBound - before..<literal.upperBound + after
        // A part of a path with colons: `arn:aws:secretsmanager:…:secret:name`.
        if text[name.lowerBound - 1] == UInt8(ascii: ":"), text[name.upperBound] == UInt8(ascii: ":") {
            return nil
        }
        var reader = Reader(text: text, position: name.upperBound)
        reader.skipQuote()
        if reader.here == UInt8(ascii: "]") { reader.position += 1 }
        guard let value = reader.value(of: name) else { return nil }
        (self.name, self.value, self.isPlain) = (name, value.range, value.isPlain)
        isQuoted = ByteSet("\"'`").contains(text[value.range.lowerBound - 1])
    }

    private struct Reader {
        let text: Stretch
        var position: Int

        var here: UInt8 { text[position] }

        mutating func skipSpaces() {
            position += text.run(of: ByteSet(" \t"), from: position, limit: 32)
        }

        mutating func skipQuote() {
            if here == UInt8(ascii: "\\"), ByteSet("\"'").contains(text[position + 1]) { position += 1 }
            if ByteSet("\"'`").contains(here) { position += 1 }
        }

        mutating func value(of name: Range<Int>) -> (range: Range<Int>, isPlain: Bool)? {
            if here == UInt8(ascii: ">") {
                position += 1
                return unquoted(isPlain: true, ends: ByteSet("<"))
            }
            skipNamedValue()
            let nameEnd = position
            skipSpaces()
            let isFlag =
                text.has(Array("--".utf8), at: name.lowerBound) || isLogin(name)
                || text.has(Array("ENV ".utf8), at: name.lowerBound - 4)
            switch here {
            case UInt8(ascii: ","), UInt8(ascii: "("):
                // An argument behind another is less sure than a call's only one.
                let isOnly = here == UInt8(ascii: "(")
                position += 1
                skipSpaces()
                return quoted().map { ($0.range, isOnly) }
            case UInt8(ascii: "=") where position == nameEnd:
                position += 1
                if here == UInt8(ascii: "=") || here == UInt8(ascii: ">") { position += 1 }
                skipSpaces()
                return quoted() ?? unquoted(isPlain: isSetting(name), ends: ByteSet("\"'`,;&<>(){}|"))
            case UInt8(ascii: ":"), UInt8(ascii: "="), UInt8(ascii: "?"), UInt8(ascii: "|"),
                UInt8(ascii: "!"),
                UInt8(ascii: "+"):
                let count = text.run(of: ByteSet(":=?|!+>"), from: position, limit: 4)
                position += count
                guard text[position - 1] != UInt8(ascii: "?") else { return nil }
                skipSpaces()
                skipType()
                return quoted() ?? unquoted(isPlain: isSetting(name), ends: ByteSet("\"'`,;&<>(){}|"))
            case let byte where isFlag && position > nameEnd && byte > 0x20:
                return quoted() ?? unquoted(isPlain: true, ends: ByteSet("\"'`;<>(){}|"))
            case let byte where ByteSet.letters.contains(byte) && position > nameEnd:
                // Go: `password string = "…"`.
                position += text.run(of: .alphanumeric, from: position, limit: 16)
                skipSpaces()
                guard here == UInt8(ascii: "=") else { return nil }
                position += 1
                skipSpaces()
                return quoted()
            default:
                return nil
            }
        }

        /// `"name": "DB_PASSWORD", "value": "…"` in one of its forms: on to behind `value`.
        private mutating func skipNamedValue() {
            let gap = text.run(of: ByteSet(" \t\r\n,"), from: position, limit: 64)
            var next = position + gap
            if ByteSet("\"'").contains(text[next]) { next += 1 }
            guard gap > 0, text.hasIgnoringCase("value", at: next) else { return }
            next += 5
            if ByteSet("\"'").contains(text[next]) { next += 1 }
            guard ByteSet(":= ").contains(text[next]) else { return }
            position = next
        }

        /// `: String = "…"`.
        private mutating func skipType() {
            let type = text.run(of: ByteSet("A-Za-z0-9_.?[]<>&*"), from: position, limit: 40)
            guard type > 0 else { return }
            var next = position + type
            next += text.run(of: ByteSet(" "), from: next, limit: 4)
            guard text[next] == UInt8(ascii: "="), next > position + type else { return }
            next += 1
            next += text.run(of: ByteSet(" "), from: next, limit: 8)
            position = next
        }

        private mutating func quoted() -> (range: Range<Int>, isPlain: Bool)? {
            var start = position
            if ByteSet("bBrRuUfL@").contains(text[start]), ByteSet("\"'").contains(text[start + 1]) {
                start += 1
            }
            let isEscaped = text[start] == UInt8(ascii: "\\")
            if isEscaped { start += 1 }
            let quote = text[start]
            guard ByteSet("\"'`").contains(quote) else { return nil }
            start += 1
            var end = start
            while end < text.high, end - start < Assignment.longestValue {
                let byte = text[end]
                if byte == quote {
                    let close =
                        isEscaped && end > start && text[end - 1] == UInt8(ascii: "\\") ? end - 1 : end
                    return (start..<close, true)
                }
                guard byte > 0x20 else { return nil }
                end += byte == UInt8(ascii: "\\") && !isEscaped ? 2 : 1
            }
            return nil
        }

        private func unquoted(isPlain: Bool, ends: ByteSet) -> (range: Range<Int>, isPlain: Bool)? {
            var end = position
            var isCutShort = false
            while end < text.high, end - position < Assignment.longestValue, text[end] > 0x20 {
                if ends.contains(text[end]), !isPlain || isCode(text[end]) {
                    isCutShort = ByteSet("({[").contains(text[end])
                    break
                }
                end += 1
            }
            guard end > position, !isCutShort, end - position < Assignment.longestValue else { return nil }
            return (position..<end, isPlain)
        }

        /// What ends a value even in a setting: passwords there may have most punctuation.
        private func isCode(_ byte: UInt8) -> Bool { ByteSet("\"'`,;<>(|").contains(byte) }

        /// Whether nothing but what settings have stands before the name on its line.
        private func isSetting(_ name: Range<Int>) -> Bool {
            var start = name.lowerBound
            if ByteSet("\"'").contains(text[start - 1]) { start -= 1 }
            start -= text.run(of: ByteSet(" \t"), before: start, limit: 40)
            for word in ["export", "ENV", "ARG", "set", "env", "-", "+", "#", "setx", "Environment=", "\\n"] {
                let bytes = Array(word.utf8)
                if start - bytes.count >= text.low, text.has(bytes, at: start - bytes.count) {
                    start -= bytes.count
                    start -= text.run(of: ByteSet(" \t"), before: start, limit: 40)
                }
            }
            if start == text.low && start > 0 && name.lowerBound - start > 60 { return false }
            // Dotted names of property files: `spring.datasource.password=`.
            if text[start - 1] == UInt8(ascii: "."), start == name.lowerBound {
                start -= text.run(of: ByteSet("a-z0-9_.-"), before: start, limit: 60)
            }
            return text[start - 1] == 0x0A
        }

        /// Whether the name is netrc's `password` behind a `login`.
        private func isLogin(_ name: Range<Int>) -> Bool {
            guard text.slice(name).elementsEqual("password".utf8) else { return false }
            let line = text.run(of: ByteSet(" -~\t"), before: name.lowerBound, limit: 100)
            var position = name.lowerBound - line
            while position < name.lowerBound {
                if text.hasIgnoringCase("login ", at: position) { return true }
                position += 1
            }
            return text[name.lowerBound - 1] == 0x0A || text[name.lowerBound - 1] == 0x20 && line < 9
        }
    }
}
