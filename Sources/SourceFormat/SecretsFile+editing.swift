extension SecretsFile {
    /// The file with any number of changes made, each to what those before it left; only the changed entries'
    /// own lines differ.
    ///
    /// New entries go in the order of names where the file is in that order, else last. A secret that is
    /// removed and set again stays in its place. The file is read twice, however many changes there are.
    ///
    /// - Throws: ``FormatError`` with the code `invalid_sealed_value`, `invalid_description`,
    ///   `secrets_file_too_large` or `secrets_file_not_editable`.
    public func applying(_ changes: [SecretChange]) throws(FormatError) -> SecretsFile {
        for change in changes { try change.check() }
        return try carryingOut(SecretsPlan(changes, to: self))
    }

    /// The file with a secret added or replaced, as ``applying(_:)`` does it. A description of nil keeps the
    /// one that is there; an empty one removes it.
    ///
    /// - Throws: ``FormatError`` as ``applying(_:)``.
    public func setting(
        _ name: SecretName, to value: SealedValue, description: String? = nil
    ) throws(FormatError) -> SecretsFile {
        try applying([.set(name, value, description: description)])
    }

    /// The file with a secret's description replaced; an empty one removes it. Unchanged where there is no
    /// such secret.
    ///
    /// - Throws: ``FormatError`` as ``applying(_:)``.
    public func describing(_ name: SecretName, as description: String) throws(FormatError) -> SecretsFile {
        try applying([.describe(name, description)])
    }

    /// The file without a secret; only that entry's own lines are gone. Unchanged where there is no such
    /// secret.
    ///
    /// - Throws: ``FormatError`` as ``applying(_:)``.
    public func removing(_ name: SecretName) throws(FormatError) -> SecretsFile {
        try applying([.remove(name)])
    }

    func carryingOut(_ plan: SecretsPlan) throws(FormatError) -> SecretsFile {
        if plan.isEmpty { return self }
        let groups = places(of: plan.additions)
        if self == .empty, let made = Self.made(of: groups[0] ?? []) { return made }
        var editor = try SecretsEditor(text)
        guard editor.count == entries.count else { throw SecretsEditor.refusal }
        for (index, revision) in plan.revisions {
            try editor.revise(index, revision, of: entries[index].revised(revision))
        }
        try editor.rearrange(removing: plan.removals, adding: groups)

        var wanted: [Entry] = []
        wanted.reserveCapacity(entries.count + plan.additions.count)
        for index in 0...entries.count {
            for addition in groups[index] ?? [] {
                wanted.append(
                    Entry(
                        name: addition.name, description: addition.description, value: addition.value,
                        line: 0))
            }
            guard index < entries.count, !plan.removals.contains(index) else { continue }
            wanted.append(plan.revisions[index].map { entries[index].revised($0) } ?? entries[index])
        }
        return try finish(editor, wanted)
    }

    /// Before which entries new ones go.
    private func places(of additions: [SecretsPlan.Addition]) -> [Int: [SecretsPlan.Addition]] {
        guard !additions.isEmpty else { return [:] }
        guard zip(entries, entries.dropFirst()).allSatisfy({ $0.name < $1.name }) else {
            return [entries.count: additions]
        }
        var groups: [Int: [SecretsPlan.Addition]] = [:]
        var index = 0
        for addition in additions.sorted(by: { $0.name < $1.name }) {
            while index < entries.count, entries[index].name < addition.name { index += 1 }
            groups[index, default: []].append(addition)
        }
        return groups
    }

    /// Reads the edited text again: an edit that says anything but what was meant is not handed out.
    private func finish(_ editor: SecretsEditor, _ wanted: [Entry]) throws(FormatError) -> SecretsFile {
        let bytes = editor.result
        guard bytes.count <= SourceText.maximumSize else {
            throw FormatError(
                code: "secrets_file_too_large",
                message:
                    "the secrets file would have \(bytes.count) bytes, more than \(SourceText.maximumSize)",
                remedy: "Keep large secrets elsewhere, and the key to them here")
        }
        let (file, _) = SecretsFile.parse(bytes: bytes, file: "")
        guard let file, Self.areSame(file.entries, wanted) else { throw SecretsEditor.refusal }
        return file
    }

    /// Whether entries are the same but for their lines.
    private static func areSame(_ left: [Entry], _ right: [Entry]) -> Bool {
        guard left.count == right.count else { return false }
        for index in left.indices {
            guard left[index].name == right[index].name, left[index].value == right[index].value,
                left[index].description == right[index].description
            else { return false }
        }
        return true
    }
}

extension SecretsFile.Entry {
    fileprivate func revised(_ revision: SecretsPlan.Revision) -> SecretsFile.Entry {
        let text = revision.description ?? description ?? ""
        return SecretsFile.Entry(
            name: name, description: text.isEmpty ? nil : text, value: revision.value ?? value, line: 0)
    }
}
