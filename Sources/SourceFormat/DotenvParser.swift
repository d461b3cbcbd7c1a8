/// Reads a `.env` file, statement by statement.
struct DotenvParser {
    private let scalars: [Unicode.Scalar]
    private let file: String
    private var position = 0
    private var line = 1
    private(set) var entries: [DotenvFile.Entry] = []
    private(set) var findings: [Finding] = []

    private struct Malformed: Error {
        let line: Int
        var isUnclosed = false
    }

    init(_ text: String, file: String) {
        self.file = file
        var scalars: [Unicode.Scalar] = []
        scalars.reserveCapacity(text.utf8.count)
        var isAfterReturn = false
        for scalar in text.unicodeScalars {
            if scalar == "\n", isAfterReturn {
                isAfterReturn = false
                continue
            }
            isAfterReturn = scalar == "\r"
            scalars.append(isAfterReturn ? "\n" : scalar)
        }
        if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
        self.scalars = scalars
    }

    mutating func parse() {
        while true {
            while let scalar = current, Self.isSpace(scalar) { advance() }
            if current == nil { return }
            do throws(Malformed) {
                try statement()
            } catch {
                report(error)
                while let scalar = current, scalar != "\n" { advance() }
            }
        }
    }

    private mutating func report(_ error: Malformed) {
        guard findings.count < FieldReader.maximumFindings else { return }
        findings.append(
            error.isUnclosed
                ? Finding(
                    file: file, line: error.line, code: "unclosed_quote",
                    message: "a quoted value begins here and never ends", remedy: "Close the quotation mark")
                : Finding(
                    file: file, line: error.line, code: "invalid_line",
                    message: "the line is not of the form NAME=value",
                    remedy: "Put a value with quotation marks in it, or behind them, in quotes"))
    }

    private mutating func statement() throws(Malformed) {
        let start = line
        skipExport()
        guard current != "#" else {
            skipComment()
            return
        }
        let name = try name(line: start)
        skipBlanks()
        var value: String?
        if current == "=" {
            advance()
            skipBlanks()
            value = try self.value()
        }
        skipBlanks()
        if current == "#" { skipComment() }
        guard current == nil || current == "\n" else { throw Malformed(line: start) }
        entries.append(DotenvFile.Entry(name: name, value: value, line: start))
    }

    private mutating func skipExport() {
        let word = "export".unicodeScalars
        guard scalars[position...].starts(with: word), position + word.count < scalars.count,
            Self.isBlank(scalars[position + word.count])
        else { return }
        position += word.count
        skipBlanks()
    }

    private mutating func name(line: Int) throws(Malformed) -> String {
        var name = String.UnicodeScalarView()
        if current == "'" {
            let start = (position, self.line)
            advance()
            while let scalar = current, scalar != "'" {
                name.append(scalar)
                advance()
            }
            guard current == "'", !name.isEmpty else {
                (position, self.line) = start
                throw Malformed(line: line)
            }
            advance()
        } else {
            while let scalar = current, scalar != "=", scalar != "#", !Self.isSpace(scalar) {
                name.append(scalar)
                advance()
            }
            guard !name.isEmpty else { throw Malformed(line: line) }
        }
        return String(name)
    }

    private mutating func value() throws(Malformed) -> String {
        guard let first = current else { return "" }
        return first == "'" || first == "\"" ? try quoted(first) : unquoted()
    }

    private mutating func unquoted() -> String {
        let start = position
        while let scalar = current, scalar != "\n" { position += 1 }
        let text = scalars[start..<position]
        // A # begins a comment only behind white space.
        let comment = text.indices.first { index in
            text[index] == "#" && index > start && Self.isSpace(text[index - 1])
        }
        var end = comment ?? text.endIndex
        while end > start, Self.isSpace(scalars[end - 1]) { end -= 1 }
        return Self.string(scalars[start..<end])
    }

    private mutating func quoted(_ quote: Unicode.Scalar) throws(Malformed) -> String {
        let start = position + 1
        var scan = start
        var lastEscaped: Int?
        while scan < scalars.count, scalars[scan] != quote {
            if scalars[scan] == "\\", scan + 1 < scalars.count, scalars[scan + 1] == quote {
                lastEscaped = scan + 1
                scan += 1
            }
            scan += 1
        }
        // Where no quotation mark closes the value, the last escaped one does.
        guard let end = scan < scalars.count ? scan : lastEscaped else {
            throw Malformed(line: line, isUnclosed: true)
        }
        while position <= end { advance() }
        return Self.unescaped(scalars[start..<end], quote: quote)
    }

    private static func unescaped(_ text: ArraySlice<Unicode.Scalar>, quote: Unicode.Scalar) -> String {
        var result = String.UnicodeScalarView()
        var index = text.startIndex
        while index < text.endIndex {
            if text[index] == "\\", index + 1 < text.endIndex,
                let scalar = escaped(text[index + 1], quote: quote)
            {
                result.append(scalar)
                index += 2
            } else {
                result.append(text[index])
                index += 1
            }
        }
        return String(result)
    }

    private static func escaped(_ scalar: Unicode.Scalar, quote: Unicode.Scalar) -> Unicode.Scalar? {
        if scalar == "\\" || scalar == "'" { return scalar }
        guard quote == "\"" else { return nil }
        switch scalar {
        case "\"": return "\""
        case "a": return "\u{07}"
        case "b": return "\u{08}"
        case "f": return "\u{0C}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "v": return "\u{0B}"
        default: return nil
        }
    }

    // MARK: Characters

    private var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func advance() {
        if scalars[position] == "\n" { line += 1 }
        position += 1
    }

    private mutating func skipBlanks() {
        while let scalar = current, Self.isBlank(scalar) { position += 1 }
    }

    private mutating func skipComment() {
        while let scalar = current, scalar != "\n" { position += 1 }
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar != "\n" && isSpace(scalar) }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x80
            ? scalar == " " || scalar == "\t" || scalar == "\n" : scalar.properties.isWhitespace
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
}
