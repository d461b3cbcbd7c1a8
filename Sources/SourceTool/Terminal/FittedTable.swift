import SourceFormat

/// Rows with a heading, their columns aligned, that fit a terminal's width: the widest columns that may be cut are, with `…`.
/// Where nobody looks at a terminal nothing is cut.
struct FittedTable {
    /// The columns' headings; none for rows alone.
    let header: [String]
    /// The cells, row by row, without colours. They are cleaned here: what a terminal obeys has no width.
    let rows: [[String]]
    /// The columns that may be cut.
    let flexible: Set<Int>

    /// No column gets narrower.
    private static let narrowest = 10
    /// So many columns stay, however narrow a terminal is.
    private static let fewest = 3

    /// The lines.
    ///
    /// - Parameter indent: how many columns of the terminal stay free for what is put before each line.
    func lines(
        _ style: Style, indent: Int = 0,
        paint: (_ row: Int, _ column: Int, _ cell: String) -> String = { $2 }
    ) -> [String] {
        let headings = header.isEmpty ? [] : [header]
        let cells = (headings + rows).map { $0.map { TerminalText.cleaned($0) } }
        var widths = (0..<(cells.map(\.count).max() ?? 0)).map { column in
            cells.map { $0.indices.contains(column) ? TextWidth.of($0[column]) : 0 }.max() ?? 0
        }
        let width = max(style.width - indent, 1)
        if style.isTerminal { fit(&widths, into: width) }
        return cells.enumerated().map { index, whole in
            let row = whole.prefix(widths.count)
            var line = ""
            var used = 0
            let last = row.lastIndex { !$0.isEmpty } ?? 0
            for (column, cell) in row.enumerated() where column <= last {
                var shown = TextWidth.cut(cell, to: widths[column])
                // A terminal that has no room at all for the rest of a row gets its beginning.
                if style.isTerminal { shown = TextWidth.cut(shown, to: max(width - used, 0)) }
                let taken = TextWidth.of(shown)
                line +=
                    index < headings.count ? style.dim(shown) : paint(index - headings.count, column, shown)
                used += taken
                if column < last, !style.isTerminal || used < width {
                    let gap = widths[column] - taken + 2
                    line += String(repeating: " ", count: gap)
                    used += gap
                }
            }
            return line
        }
    }

    private func fit(_ widths: inout [Int], into width: Int) {
        // Columns that would be no more than a letter wide are left out, from the last on.
        while widths.count > Self.fewest {
            let least = widths.indices.reduce(2 * (widths.count - 1)) {
                $0 + (flexible.contains($1) ? min(widths[$1], Self.narrowest) : widths[$1])
            }
            if least <= width { break }
            widths.removeLast()
        }
        var excess = widths.reduce(0, +) + 2 * max(widths.count - 1, 0) - width
        while excess > 0 {
            let candidates = flexible.filter { $0 < widths.count && widths[$0] > Self.narrowest }
            guard let widest = candidates.max(by: { (widths[$0], $1) < (widths[$1], $0) }) else { return }
            widths[widest] -= 1
            excess -= 1
        }
    }
}

/// How many columns of a terminal text takes.
enum TextWidth {
    /// The columns of a text that was cleaned: one a character, two for those of East Asia and for emoji.
    static func of(_ text: String) -> Int {
        text.utf8.allSatisfy { $0 < 0x80 } ? text.utf8.count : text.reduce(0) { $0 + of($1) }
    }

    /// The text, or its beginning and `…` where it is wider.
    static func cut(_ text: String, to width: Int) -> String {
        guard of(text) > width else { return text }
        guard width > 0 else { return "" }
        var (result, used) = ("", 0)
        for character in text {
            let next = of(character)
            if used + next > width - 1 { break }
            result.append(character)
            used += next
        }
        return result + "…"
    }

    private static func of(_ character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        return switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            2
        default: scalar.properties.generalCategory == .nonspacingMark ? 0 : 1
        }
    }
}
