/// Reads a `.env` file, statement by statement.
struct DotenvParser {
    private let bytes: [UInt8]
    private let file: String
    /// Whether there is a control character anywhere; nearly always there is none to look for.
    private let hasControls: Bool
    private var position = 0
    private var line = 1
    private(set) var entries: [DotenvFile.Entry] = []
    private(set) var findings: [Finding] = []

    private enum Malformed: Error {
        case form
        case unclosed(line: Int)
    }

    /// Takes bytes that are UTF-8 without NUL.
    init(_ bytes: [UInt8], file: String) {
        self.bytes = bytes
        self.file = file
        hasControls = SourceText.check(bytes, file: file, limit: .max) != nil
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    mutating func parse() {
        while true {
            let (place, placeLine) = (position, line)
            skipSpace()
            let start = line
            var quoted: Range<Int>?
            var entry: DotenvFile.Entry?
            do throws(Malformed) {
                entry = position < bytes.count ? try statement(&quoted) : nil
            } catch {
                skipLine()
                report(error, line: start)
            }
            if let control = controlLine(from: place, line: placeLine, besides: quoted) {
                report(
                    Finding(
                        file: file, line: control, code: "control_character",
                        message: "the file holds a control character outside of quotes",
                        remedy: "Remove it, or put the value in quotes"))
            } else if let entry {
                entries.append(entry)
            }
            if position >= bytes.count { return }
        }
    }

    private mutating func report(_ error: Malformed, line: Int) {
        switch error {
        case .unclosed(let line):
            report(
                Finding(
                    file: file, line: line, code: "unclosed_quote",
                    message: "a quoted value begins here and never ends", remedy: "Close the quotation mark"))
        case .form:
            report(
                Finding(
                    file: file, line: line, code: "invalid_line",
                    message: "the line is not of the form NAME=value",
                    remedy: "Put a value with quotation marks in it, or behind them, in quotes"))
        }
    }

    private mutating func report(_ finding: Finding) {
        if findings.count < FieldReader.maximumFindings { findings.append(finding) }
    }

    // MARK: Statements

    /// Reads a statement to the end of its last line.
    ///
    /// - Parameter quoted: is set to the bytes of a quoted value.
    /// - Returns: the variable; nil for a comment.
    private mutating func statement(_ quoted: inout Range<Int>?) throws(Malformed) -> DotenvFile.Entry? {
        let start = line
        skipExport()
        guard current != 0x23 else {
            skipLine()
            return nil
        }
        let name = try name()
        skipBlanks()
        var value: [UInt8]?
        if current == 0x3D {
            position += 1
            let behind = position
            skipBlanks()
            switch current {
            case 0x27, 0x22:
                let begin = position
                value = try quotedValue()
                quoted = begin..<position
            // Behind a space, a # begins a comment.
            case 0x23 where position > behind: value = []
            default: value = unquotedValue()
            }
        }
        skipBlanks()
        if current == 0x23 { skipLine() }
        guard position >= bytes.count || isAtBreak else { throw .form }
        return DotenvFile.Entry(name: name, value: value, line: start)
    }

    private mutating func skipExport() {
        let word: StaticString = "export"
        let end = position + word.utf8CodeUnitCount
        guard end < bytes.count, word.withUTF8Buffer({ bytes[position..<end].elementsEqual($0) }),
            blank(at: end) > 0
        else { return }
        position = end
        skipBlanks()
    }

    private mutating func name() throws(Malformed) -> String {
        let start = position
        guard current == 0x27 else {
            while let byte = current, byte != 0x3D, byte != 0x23, !isAtBreak, blank(at: position) == 0 {
                position += 1
            }
            guard position > start else { throw .form }
            return String(decoding: bytes[start..<position], as: UTF8.self)
        }
        guard let end = bytes[(start + 1)...].firstIndex(of: 0x27), end > start + 1 else { throw .form }
        let name = Self.text(bytes[(start + 1)..<end], quote: nil)
        move(to: end + 1)
        return String(decoding: name, as: UTF8.self)
    }

    private mutating func unquotedValue() -> [UInt8] {
        let start = position
        var end = start
        while position < bytes.count, !isAtBreak {
            let length = blank(at: position)
            if length > 0 {
                position += length
                continue
            }
            // A # begins a comment only behind white space.
            if bytes[position] == 0x23, end < position { break }
            position += 1
            end = position
        }
        skipLine()
        return Array(bytes[start..<end])
    }

    private mutating func quotedValue() throws(Malformed) -> [UInt8] {
        let quote = bytes[position]
        let start = position + 1
        var scan = start
        while scan < bytes.count, bytes[scan] != quote {
            // A backslash takes the byte behind it along, whatever that is.
            scan += bytes[scan] == 0x5C ? 2 : 1
        }
        guard scan < bytes.count else { throw .unclosed(line: line) }
        let value = Self.text(bytes[start..<scan], quote: quote)
        move(to: scan + 1)
        return value
    }

    /// The text between quotation marks, without escapes, its line breaks as LF.
    private static func text(_ part: ArraySlice<UInt8>, quote: UInt8?) -> [UInt8] {
        var result: [UInt8] = []
        // An array that moves would leave a part of a secret behind.
        result.reserveCapacity(part.count)
        var index = part.startIndex
        while index < part.endIndex {
            let byte = part[index]
            let next = index + 1 < part.endIndex ? part[index + 1] : 0
            index += 1
            if byte == 0x5C, let quote, let escaped = escaped(next, quote: quote) {
                result.append(escaped)
                index += 1
            } else if byte == 0x0D {
                result.append(0x0A)
                if next == 0x0A { index += 1 }
            } else {
                result.append(byte)
            }
        }
        return result
    }

    private static func escaped(_ byte: UInt8, quote: UInt8) -> UInt8? {
        if byte == 0x5C || byte == 0x27 { return byte }
        guard quote == 0x22 else { return nil }
        switch byte {
        case 0x22: return 0x22
        case 0x61: return 0x07
        case 0x62: return 0x08
        case 0x66: return 0x0C
        case 0x6E: return 0x0A
        case 0x72: return 0x0D
        case 0x74: return 0x09
        case 0x76: return 0x0B
        default: return nil
        }
    }

    // MARK: Bytes

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private var isAtBreak: Bool { current == 0x0A || current == 0x0D }

    /// Goes to a place, and counts the lines on the way.
    private mutating func move(to place: Int) {
        while position < place {
            if isLineEnd(position) { line += 1 }
            position += 1
        }
    }

    /// Whether a line ends with the byte at a place: with LF, CR LF, or CR.
    private func isLineEnd(_ place: Int) -> Bool {
        bytes[place] == 0x0A
            || (bytes[place] == 0x0D && !(place + 1 < bytes.count && bytes[place + 1] == 0x0A))
    }

    /// Goes over white space and line breaks.
    private mutating func skipSpace() {
        while true {
            skipBlanks()
            guard isAtBreak else { return }
            move(to: position + 1)
        }
    }

    private mutating func skipBlanks() {
        while case let length = blank(at: position), length > 0 { position += length }
    }

    /// Goes to the end of the line.
    private mutating func skipLine() {
        while position < bytes.count, !isAtBreak { position += 1 }
    }

    /// The bytes of the white space at a place that ends no line, as Python knows it; 0 where there is none.
    private func blank(at place: Int) -> Int {
        guard place < bytes.count else { return 0 }
        switch bytes[place] {
        case 0x20, 0x09, 0x0B, 0x0C, 0x1C...0x1F: return 1
        case 0x21..<0xC2, 0..<0x1C: return 0
        default:
            guard let (scalar, length) = SourceText.character(bytes, at: place),
                Unicode.Scalar(scalar)?.properties.isWhitespace == true
            else { return 0 }
            return length
        }
    }

    /// The line of the first control character since a place.
    private func controlLine(from place: Int, line: Int, besides quoted: Range<Int>?) -> Int? {
        guard hasControls else { return nil }
        var (place, line) = (place, line)
        while place < position {
            let (scalar, length) =
                bytes[place] < 0x80
                ? (UInt32(bytes[place]), 1)
                : SourceText.character(bytes, at: place) ?? (UInt32(bytes[place]), 1)
            if SourceText.isControl(scalar), quoted?.contains(place) != true { return line }
            if isLineEnd(place) { line += 1 }
            place += length
        }
        return nil
    }
}
