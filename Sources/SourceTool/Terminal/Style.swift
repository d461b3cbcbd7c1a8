/// How words of an answer are set off on a terminal with colours; without them every word stays as it is.
public struct Style: Sendable, Hashable {
    /// Whether words are coloured at all.
    public let usesColor: Bool
    /// The number of columns an answer may fill.
    public let width: Int

    /// A style for a terminal of `width` columns.
    public init(usesColor: Bool, width: Int = 80) {
        self.usesColor = usesColor
        self.width = width
    }

    /// No colours, 80 columns.
    public static let plain = Style(usesColor: false)

    /// A heading, or the word that matters.
    public func bold(_ text: String) -> String { marked(text, "1") }
    /// What is less important than the rest.
    public func dim(_ text: String) -> String { marked(text, "2") }
    /// What is well.
    public func good(_ text: String) -> String { marked(text, "32") }
    /// What is wrong.
    public func bad(_ text: String) -> String { marked(text, "31") }
    /// What needs a look.
    public func caution(_ text: String) -> String { marked(text, "33") }
    /// A name: a package, a profile, a reference.
    public func name(_ text: String) -> String { marked(text, "36") }

    /// The rows with their columns aligned, two spaces between them and none at a line's end. Widths are counted
    /// before colours: give plain cells, and `paint` to colour a cell once it has its width.
    public func table(
        _ rows: [[String]], paint: (_ column: Int, _ cell: String) -> String = { $1 }
    ) -> [String] {
        var widths: [Int] = []
        for row in rows {
            for (column, cell) in row.enumerated() {
                if column == widths.count { widths.append(0) }
                widths[column] = max(widths[column], cell.count)
            }
        }
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let isLast = row[(column + 1)...].allSatisfy(\.isEmpty)
                line += cell.isEmpty ? "" : paint(column, cell)
                if isLast { break }
                line += String(repeating: " ", count: widths[column] - cell.count + 2)
            }
            return line
        }
    }

    private func marked(_ text: String, _ code: String) -> String {
        usesColor && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }

    /// The sequences that the functions above write, the only ones an answer keeps.
    static let sequences = ["0", "1", "2", "31", "32", "33", "36"].map { "\u{1B}[\($0)m" }
}
