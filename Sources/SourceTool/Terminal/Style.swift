/// How words of an answer are set off on a terminal with colours; without them every word stays as it is.
public struct Style: Sendable, Hashable {
    /// Whether words are coloured at all.
    public let usesColor: Bool
    /// The number of columns an answer may fill.
    public let width: Int

    /// Whether a person reads the answer: times may be told as they are told among people, and tables must fit.
    public let isTerminal: Bool

    /// A style for a terminal of `width` columns.
    public init(usesColor: Bool, width: Int = 80, isTerminal: Bool = false) {
        self.usesColor = usesColor
        self.width = width
        self.isTerminal = isTerminal
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
        usesColor && !text.isEmpty ? "\(Self.mark)\(code);\(text)\(Self.mark)0;" : text
    }

    /// What stands for the escape character until the text around is cleaned: four scalars for private use, drawn anew by
    /// each process, so that no text from outside can hold it.
    private static let mark = String(
        String.UnicodeScalarView(
            (0..<4).map { _ in Unicode.Scalar(UInt32.random(in: 0xF0000...0xFFFFD)) ?? "\u{F0000}" }))

    /// The text with `clean` done to all of it but the colours that the functions above wrote, which become the
    /// sequences that a terminal obeys.
    static func obeyed(_ text: String, cleaning clean: (String) -> String) -> String {
        var answer = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        while let range = rest.firstRange(of: mark.unicodeScalars) {
            answer += clean(String(rest[..<range.lowerBound])).unicodeScalars
            rest = rest[range.upperBound...]
            guard let end = rest.firstIndex(of: ";") else { break }
            answer += "\u{1B}[\(String(rest[..<end]))m".unicodeScalars
            rest = rest[end...].dropFirst()
        }
        answer += clean(String(rest)).unicodeScalars
        return String(answer)
    }
}
