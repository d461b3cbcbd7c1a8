// The comments of conflicts.
extension SecretsEditor {
    static let noLines = FormatError(
        code: "secrets_merge_without_lines",
        message:
            "a secret is in conflict, and the secrets file is written in brackets: it has no lines for both",
        remedy: "Write each secret on lines of its own, and merge again")

    /// Takes the comments of a conflict away, and writes others where there are lines for them.
    mutating func replaceConflict(_ index: Int, with lines: [String]) throws(FormatError) {
        let entry = entries[index]
        let below = source.nextLine(entry.keyRange.lowerBound)
        let name = try SecretName(parsing: entry.key)
        if let comment = ConflictComment(in: source, below: below, of: name) {
            for range in comment.lines { edits.append((range, "")) }
        }
        guard !lines.isEmpty else { return }
        guard !root.isFlow, !secrets.value.isFlow else { throw Self.noLines }
        guard !entry.value.isFlow, case .mapping(let pairs) = entry.value.content, let first = pairs.first
        else { return }
        insertLines(lines.map { String(repeating: " ", count: first.column) + $0 }, at: below)
    }

    /// Writes an entry in brackets on lines of its own, with comments.
    mutating func rewrite(_ index: Int, as entry: SecretsPlan.Addition) {
        let column = entries[index].column
        let start = place(behindColonOf: entries[index])
        let lines = innerLines(entry, column: column + 2, step: 2)
        edits.append(
            (
                start..<entries[index].value.range.upperBound,
                lines.map { source.lineBreak + $0 }.joined()
            ))
    }
}
