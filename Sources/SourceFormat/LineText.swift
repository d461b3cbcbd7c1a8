/// A text and where its lines begin and end: by LF, CR LF, or CR.
struct LineText {
    let bytes: [UInt8]
    /// What its lines end with; LF where there is but one line.
    let lineBreak: String

    init(_ text: String) { self.init(Array(text.utf8)) }

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if let first = bytes.firstIndex(where: Self.isBreak) {
            let isPair = bytes[first] == 0x0D && first + 1 < bytes.count && bytes[first + 1] == 0x0A
            lineBreak = isPair ? "\r\n" : bytes[first] == 0x0D ? "\r" : "\n"
        } else {
            lineBreak = "\n"
        }
    }

    /// The text with ranges replaced. Where one replacement only adds text, it goes before one that begins at
    /// the same place; of ranges that overlap, the later loses what they share.
    func applying(_ edits: [(range: Range<Int>, replacement: String)]) -> String {
        String(decoding: replacing(edits), as: UTF8.self)
    }

    /// The bytes with ranges replaced, as ``applying(_:)`` does it.
    func replacing(_ edits: [(range: Range<Int>, replacement: String)]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + edits.reduce(0) { $0 + $1.replacement.utf8.count })
        var position = 0
        let ordered = edits.sorted {
            ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
        }
        for edit in ordered {
            if position < edit.range.lowerBound {
                result.append(contentsOf: bytes[position..<edit.range.lowerBound])
            }
            result.append(contentsOf: edit.replacement.utf8)
            position = max(position, edit.range.upperBound)
        }
        result.append(contentsOf: bytes[position...])
        return result
    }

    /// The edit that adds whole lines before a place that begins one, or at the end of the text, whether that
    /// has a last line break or not.
    func inserting(_ lines: [String], at place: Int) -> (range: Range<Int>, replacement: String) {
        let text = lines.joined(separator: lineBreak)
        let isOpen = place == bytes.count && !endsWithLineBreak
        return (place..<place, isOpen ? lineBreak + text : text + lineBreak)
    }

    private static func isBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

    /// Whether the last line is closed.
    var endsWithLineBreak: Bool { bytes.last.map(Self.isBreak) ?? true }

    /// The beginning of the first line, behind a byte order mark.
    var start: Int { bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

    /// The beginning of the line of a place.
    func lineStart(_ place: Int) -> Int {
        var start = place
        while start > 0, !Self.isBreak(bytes[start - 1]) { start -= 1 }
        return max(start, self.start)
    }

    /// The beginning of the line behind that of a place, or the end of the text.
    func nextLine(_ place: Int) -> Int {
        var end = place
        while end < bytes.count, !Self.isBreak(bytes[end]) { end += 1 }
        guard end < bytes.count else { return end }
        return bytes[end] == 0x0D && end + 1 < bytes.count && bytes[end + 1] == 0x0A ? end + 2 : end + 1
    }

    /// The place before the line break that a line's beginning stands behind.
    func lineEnd(before lineStart: Int) -> Int {
        guard lineStart > 0 else { return 0 }
        let isPair = lineStart > 1 && bytes[lineStart - 1] == 0x0A && bytes[lineStart - 2] == 0x0D
        return lineStart - (isPair ? 2 : 1)
    }

    /// Whether a range holds no line break.
    func isOneLine(_ range: Range<Int>) -> Bool { !bytes[range].contains(where: Self.isBreak) }

    /// Whether the line that begins at a place is a comment, indented deeper than a column.
    func isComment(at lineStart: Int, deeperThan column: Int) -> Bool {
        var place = lineStart
        while place < bytes.count, bytes[place] == 0x20 { place += 1 }
        return place < bytes.count && bytes[place] == 0x23 && place - lineStart > column
    }

    /// The text of a line that is only a comment, without its # and the blanks around it; nil where it is none.
    func comment(at lineStart: Int) -> ArraySlice<UInt8>? {
        var place = lineStart
        while place < bytes.count, bytes[place] == 0x20 { place += 1 }
        guard place < bytes.count, bytes[place] == 0x23 else { return nil }
        place += 1
        var end = place
        while end < bytes.count, !Self.isBreak(bytes[end]) { end += 1 }
        func isBlank(_ place: Int) -> Bool { bytes[place] == 0x20 || bytes[place] == 0x09 }
        while place < end, isBlank(place) { place += 1 }
        while end > place, isBlank(end - 1) { end -= 1 }
        return bytes[place..<end]
    }
}
