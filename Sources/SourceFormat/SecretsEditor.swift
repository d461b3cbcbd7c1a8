/// Edits the text of a secrets file by the places of its nodes.
///
/// Every edit is a range of bytes and what replaces it. Indices count the entries as they were read.
struct SecretsEditor {
    static let refusal = FormatError(
        code: "secrets_file_not_editable",
        message: "the secrets file is written so that one entry cannot be changed alone; nothing was changed",
        remedy: "Write each secret on lines of its own, and try again")

    private let source: LineText
    private let root: YAMLNode
    private let secrets: YAMLPair
    private let entries: [YAMLPair]
    private var edits: [(range: Range<Int>, replacement: String)] = []

    init(_ text: String) throws(FormatError) {
        source = LineText(text)
        let document = YAMLReader.read(source.bytes)
        guard document.problems.isEmpty, let root = document.root, case .mapping(let pairs) = root.content,
            let secrets = pairs.first(where: { $0.key == "secrets" }),
            case .mapping(let entries) = secrets.value.content
        else { throw Self.refusal }
        self.root = root
        self.secrets = secrets
        self.entries = entries
    }

    /// The text after all edits.
    var text: String { source.applying(edits) }

    // MARK: Changing

    /// Replaces the fields that differ, each where it stands.
    mutating func replace(_ index: Int, with value: SealedValue) {
        guard case .mapping(let pairs) = entries[index].value.content,
            let encrypted = pairs.first(where: { $0.key == "encrypted" }),
            case .mapping(let fields) = encrypted.value.content
        else { return }
        for field in value.fields {
            guard let pair = fields.first(where: { $0.key == field.name }) else { continue }
            replaceScalar(pair.value, with: field.value)
        }
    }

    private mutating func replaceScalar(_ node: YAMLNode, with text: String) {
        guard case .scalar(let old, let style) = node.content, old != text else { return }
        edits.append((node.range, YAMLText.scalar(text, like: style)))
    }

    /// Replaces, adds or (where the text is empty) removes the description.
    mutating func describe(_ index: Int, as text: String) {
        guard case .mapping(let pairs) = entries[index].value.content, let first = pairs.first else { return }
        let isFlow = entries[index].value.isFlow
        if let position = pairs.firstIndex(where: { $0.key == "description" }) {
            if text.isEmpty {
                isFlow ? removeFlow(position, of: pairs) : removeLines(of: pairs[position])
            } else {
                replaceScalar(pairs[position].value, with: text)
            }
        } else if !text.isEmpty {
            let line = "\(quoted("description")): \(scalar(text))"
            if isFlow {
                edits.append((first.keyRange.lowerBound..<first.keyRange.lowerBound, "\(line), "))
            } else {
                insertLines(
                    [String(repeating: " ", count: first.column) + line],
                    at: source.lineStart(first.keyRange.lowerBound))
            }
        }
    }

    // MARK: Adding

    /// Adds an entry before the one that has the index now, or behind the last.
    mutating func insert(_ entry: SecretsFile.Entry, at index: Int) {
        let isEmpty = entries.isEmpty
        let standsOnKeyLine = secrets.value.line == secrets.line && source.isOneLine(secrets.value.range)
        if root.isFlow || (secrets.value.isFlow && !(isEmpty && standsOnKeyLine)) {
            insertFlow(entry, at: index)
        } else if isEmpty {
            edits.append((afterColon..<secrets.value.range.upperBound, ""))
            insertLines(
                lines(entry, column: secrets.column + 2, step: 2),
                at: source.nextLine(secrets.value.range.upperBound))
        } else {
            let column = entries[0].column
            let step = entries.lazy.compactMap { Self.childColumn($0) }.first.map { $0 - column } ?? 2
            insertLines(
                lines(entry, column: column, step: step), at: placeForLines(at: index, column: column))
        }
    }

    /// The place behind the colon of the key `secrets`.
    private var afterColon: Int {
        var place = secrets.keyRange.upperBound
        while source.bytes[place] != 0x3A { place += 1 }
        return place + 1
    }

    private static func childColumn(_ entry: YAMLPair) -> Int? {
        guard !entry.value.isFlow, case .mapping(let pairs) = entry.value.content else { return nil }
        return pairs.first?.column
    }

    /// The beginning of the line where a new entry goes: behind the entry before it and the comments that
    /// belong to that one, because they are indented deeper than a name.
    private func placeForLines(at index: Int, column: Int) -> Int {
        guard index > 0 else { return source.nextLine(afterColon) }
        var place = source.nextLine(entries[index - 1].end)
        while source.isComment(at: place, deeperThan: column) { place = source.nextLine(place) }
        return place
    }

    private func lines(_ entry: SecretsFile.Entry, column: Int, step: Int) -> [String] {
        let indentation = String(repeating: " ", count: column)
        let inner = indentation + String(repeating: " ", count: step)
        let innermost = inner + String(repeating: " ", count: step)
        return ["\(indentation)\(entry.name):"]
            + (entry.description.map { ["\(inner)description: \(scalar($0))"] } ?? [])
            + ["\(inner)encrypted:"]
            + entry.value.fields.map { "\(innermost)\($0.name): \(scalar($0.value))" }
    }

    private mutating func insertLines(_ lines: [String], at place: Int) {
        edits.append(source.inserting(lines, at: place))
    }

    private mutating func insertFlow(_ entry: SecretsFile.Entry, at index: Int) {
        let fields = entry.value.fields.map { "\(quoted($0.name)): \(scalar($0.value))" }.joined(
            separator: ", ")
        let description = entry.description.map { "\(quoted("description")): \(scalar($0)), " } ?? ""
        let text = "\(quoted(entry.name.rawValue)): {\(description)\(quoted("encrypted")): {\(fields)}}"
        func insert(_ text: String, at place: Int) { edits.append((place..<place, text)) }
        if entries.isEmpty {
            insert(text, at: secrets.value.range.lowerBound + 1)
        } else if index < entries.count {
            insert("\(text), ", at: entries[index].keyRange.lowerBound)
        } else if let end = entries[index - 1].separatorEnd {
            insert(" \(text),", at: end)
        } else {
            insert(", \(text)", at: entries[index - 1].end)
        }
    }

    /// Whether the file is written as JSON, which is YAML too, and should stay JSON.
    private var isJSON: Bool { root.isFlow && source.bytes[secrets.keyRange.lowerBound] == 0x22 }

    private func quoted(_ key: String) -> String { isJSON ? "\"\(key)\"" : key }

    private func scalar(_ text: String) -> String {
        isJSON ? YAMLText.scalar(text, like: .doubleQuoted) : YAMLText.scalar(text)
    }

    // MARK: Removing

    /// Removes an entry.
    mutating func remove(_ index: Int) {
        if secrets.value.isFlow {
            removeFlow(index, of: entries)
        } else {
            removeLines(of: entries[index])
            if entries.count == 1 { edits.append((afterColon..<afterColon, " {}")) }
        }
    }

    /// Removes the lines that a pair stands on.
    private mutating func removeLines(of pair: YAMLPair) {
        var start = source.lineStart(pair.keyRange.lowerBound)
        let end = source.nextLine(pair.end)
        // A text that ended without a line break goes on doing so.
        if end == source.bytes.count, !source.endsWithLineBreak { start = source.lineEnd(before: start) }
        edits.append((start..<end, ""))
    }

    /// Removes a pair between brackets, and one of the commas beside it.
    private mutating func removeFlow(_ index: Int, of pairs: [YAMLPair]) {
        let pair = pairs[index]
        if let end = pair.separatorEnd {
            var end = end
            while end < source.bytes.count, source.bytes[end] == 0x20 { end += 1 }
            edits.append((pair.keyRange.lowerBound..<end, ""))
        } else {
            let start = index > 0 ? pairs[index - 1].end : pair.keyRange.lowerBound
            edits.append((start..<pair.end, ""))
        }
    }
}
