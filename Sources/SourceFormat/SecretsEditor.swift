/// Edits the text of a secrets file by the places of its nodes.
///
/// Every edit is a range of bytes and what replaces it. Indices count the entries as they were read.
struct SecretsEditor {
    static let refusal = FormatError(
        code: "secrets_file_not_editable",
        message: "the secrets file is written so that one entry cannot be changed alone; nothing was changed",
        remedy: "Write each secret on lines of its own, and try again")

    let source: LineText
    let root: YAMLNode
    let secrets: YAMLPair
    let entries: [YAMLPair]
    var edits: [(range: Range<Int>, replacement: String)] = []
    /// Whether the file's last line has no line break, which it is not to get either.
    private let isOpen: Bool

    init(_ text: String) throws(FormatError) {
        var source = LineText(text)
        isOpen = !source.endsWithLineBreak
        if isOpen { source = LineText(source.bytes + source.lineBreak.utf8) }
        self.source = source
        let document = YAMLReader.read(source.bytes)
        guard document.problems.isEmpty, let root = document.root, case .mapping(let pairs) = root.content,
            let secrets = pairs.first(where: { $0.key == "secrets" }),
            case .mapping(let entries) = secrets.value.content
        else { throw Self.refusal }
        self.root = root
        self.secrets = secrets
        self.entries = entries
    }

    /// How many entries there are.
    var count: Int { entries.count }

    /// The bytes after all edits.
    var result: [UInt8] {
        var result = source.replacing(edits)
        if isOpen, result.suffix(source.lineBreak.utf8.count).elementsEqual(source.lineBreak.utf8) {
            result.removeLast(source.lineBreak.utf8.count)
        }
        return result
    }

    // MARK: Changing

    /// Changes an entry that stays, each field where it stands.
    ///
    /// - Throws: ``FormatError`` with the code `secrets_file_not_editable`.
    mutating func revise(
        _ index: Int, _ revision: SecretsPlan.Revision, of entry: SecretsFile.Entry
    ) throws(FormatError) {
        if let comments = revision.conflict {
            try replaceConflict(index, with: comments)
            if entries[index].value.isFlow, !comments.isEmpty {
                rewrite(
                    index,
                    as: SecretsPlan.Addition(
                        name: entry.name, value: entry.value, description: entry.description,
                        comments: comments))
                return
            }
        }
        if let value = revision.value { replace(index, with: value) }
        if let description = revision.description { describe(index, as: description) }
    }

    private mutating func replace(_ index: Int, with value: SealedValue) {
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
    private mutating func describe(_ index: Int, as text: String) {
        guard case .mapping(let pairs) = entries[index].value.content, let first = pairs.first else { return }
        let isFlow = entries[index].value.isFlow
        if let position = pairs.firstIndex(where: { $0.key == "description" }) {
            if text.isEmpty {
                isFlow ? removeFlow([position], of: pairs) : removeLines(of: pairs[position])
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

    // MARK: Adding and removing

    /// Removes entries, and adds new ones before those that have the indices, or behind the last.
    ///
    /// - Throws: ``FormatError`` where a new entry has comments and the file has no lines for them.
    mutating func rearrange(
        removing removals: Set<Int>, adding groups: [Int: [SecretsPlan.Addition]]
    ) throws(FormatError) {
        let standsOnKeyLine = secrets.value.line == secrets.line && source.isOneLine(secrets.value.range)
        let hasLines =
            !root.isFlow && (!secrets.value.isFlow || (entries.isEmpty && standsOnKeyLine))
        guard hasLines else {
            guard groups.values.allSatisfy({ $0.allSatisfy(\.comments.isEmpty) }) else {
                throw Self.noLines
            }
            rearrangeFlow(removing: removals, adding: groups)
            return
        }
        for index in removals { removeLines(of: entries[index]) }
        if !entries.isEmpty, removals.count == entries.count, groups.isEmpty {
            edits.append((afterColon..<afterColon, " {}"))
        }
        guard !groups.isEmpty else { return }
        if entries.isEmpty { edits.append((afterColon..<secrets.value.range.upperBound, "")) }
        let column = entries.first?.column ?? secrets.column + 2
        let step = entries.lazy.compactMap { Self.childColumn($0) }.first.map { $0 - column } ?? 2
        for (index, group) in groups {
            let place =
                entries.isEmpty
                ? source.nextLine(secrets.value.range.upperBound)
                : placeForLines(at: index, column: column)
            insertLines(group.flatMap { lines($0, column: column, step: step) }, at: place)
        }
    }

    /// The place behind the colon of the key `secrets`.
    private var afterColon: Int { place(behindColonOf: secrets) }

    func place(behindColonOf pair: YAMLPair) -> Int {
        var place = pair.keyRange.upperBound
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

    func lines(_ entry: SecretsPlan.Addition, column: Int, step: Int) -> [String] {
        let indentation = String(repeating: " ", count: column)
        return ["\(indentation)\(entry.name):"] + innerLines(entry, column: column + step, step: step)
    }

    /// The lines of an entry below its name.
    func innerLines(_ entry: SecretsPlan.Addition, column: Int, step: Int) -> [String] {
        let inner = String(repeating: " ", count: column)
        let innermost = inner + String(repeating: " ", count: step)
        return entry.comments.map { "\(inner)\($0)" }
            + (entry.description.map { ["\(inner)description: \(scalar($0))"] } ?? [])
            + ["\(inner)encrypted:"]
            + entry.value.fields.map { "\(innermost)\($0.name): \(scalar($0.value))" }
    }

    mutating func insertLines(_ lines: [String], at place: Int) {
        edits.append(source.inserting(lines, at: place))
    }

    /// Removes the lines that a pair stands on.
    private mutating func removeLines(of pair: YAMLPair) {
        edits.append((source.lineStart(pair.keyRange.lowerBound)..<source.nextLine(pair.end), ""))
    }

    // MARK: Writing

    /// Whether the file is written as JSON, which is YAML too, and should stay JSON.
    private var isJSON: Bool { root.isFlow && source.bytes[secrets.keyRange.lowerBound] == 0x22 }

    func quoted(_ key: String) -> String { isJSON ? "\"\(key)\"" : key }

    func scalar(_ text: String) -> String {
        isJSON ? YAMLText.scalar(text, like: .doubleQuoted) : YAMLText.scalar(text)
    }
}
