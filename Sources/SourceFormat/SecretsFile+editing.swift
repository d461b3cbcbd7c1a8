extension SecretsFile {
    /// The file with a secret added or replaced; only that entry's own lines differ.
    ///
    /// A new entry goes in the order of names where the file is in that order, else last. A description of
    /// nil keeps the one that is there; an empty one removes it.
    ///
    /// - Throws: ``FormatError`` with the code `invalid_sealed_value`, `invalid_description`,
    public func setting(
        _ name: SecretName, to value: SealedValue, description: String? = nil
    ) throws(FormatError) -> SecretsFile {
        if let problem = value.problems.first {
            throw FormatError(code: "invalid_sealed_value", message: "the secret \(name): \(problem.message)")
        }
        if let description { try check(description) }
        var wanted = entries
        var editor = try SecretsEditor(text)
        if let index = entries.firstIndex(where: { $0.name == name }) {
            let kept = description.map { $0.isEmpty ? nil : $0 } ?? entries[index].description
            wanted[index] = Entry(name: name, description: kept, value: value, line: 0)
            editor.replace(index, with: value)
            if let description { editor.describe(index, as: description) }
        } else {
            let index = place(of: name)
            let description = description.flatMap { $0.isEmpty ? nil : $0 }
            let entry = Entry(name: name, description: description, value: value, line: 0)
            wanted.insert(entry, at: index)
            editor.insert(entry, at: index)
        }
        return try finish(editor, wanted)
    }

    /// The file with a secret's description replaced; an empty one removes it. Unchanged where there is no
    /// such secret.
    ///
    /// - Throws: ``FormatError`` with the code `invalid_description`, `secrets_file_too_large` or
    public func describing(_ name: SecretName, as description: String) throws(FormatError) -> SecretsFile {
        try check(description)
        guard let index = entries.firstIndex(where: { $0.name == name }) else { return self }
        var wanted = entries
        wanted[index] = Entry(
            name: name, description: description.isEmpty ? nil : description, value: entries[index].value,
            line: 0)
        var editor = try SecretsEditor(text)
        editor.describe(index, as: description)
        return try finish(editor, wanted)
    }

    /// The file without a secret; only that entry's own lines are gone. Unchanged where there is no such
    /// secret.
    ///
    /// - Throws: ``FormatError`` with the code `secrets_file_not_editable`.
    public func removing(_ name: SecretName) throws(FormatError) -> SecretsFile {
        guard let index = entries.firstIndex(where: { $0.name == name }) else { return self }
        var wanted = entries
        wanted.remove(at: index)
        var editor = try SecretsEditor(text)
        editor.remove(index)
        return try finish(editor, wanted)
    }

    /// Where a new entry goes.
    private func place(of name: SecretName) -> Int {
        let isSorted = zip(entries, entries.dropFirst()).allSatisfy { $0.name < $1.name }
        return isSorted ? entries.firstIndex { name < $0.name } ?? entries.count : entries.count
    }

    private func check(_ description: String) throws(FormatError) {
        let isClean = description.unicodeScalars.allSatisfy { scalar in
            (scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value)) || scalar == "\n"
                || scalar == "\t"
        }
        guard isClean else {
            throw FormatError(
                code: "invalid_description", message: "the description holds a control character",
                remedy: "Write it as plain text")
        }
    }

    /// Reads the edited text again: an edit that says anything but what was meant is not handed out.
    private func finish(_ editor: SecretsEditor, _ wanted: [Entry]) throws(FormatError) -> SecretsFile {
        let text = editor.text
        guard text.utf8.count <= SourceText.maximumSize else {
            throw FormatError(
                code: "secrets_file_too_large",
                message:
                    "the secrets file would have \(text.utf8.count) bytes, more than \(SourceText.maximumSize)",
                remedy: "Keep large secrets elsewhere, and the key to them here")
        }
        let (file, _) = SecretsFile.parse(text, file: "")
        guard let file, file.entries.elementsEqual(wanted, by: Self.isSame) else {
            throw SecretsEditor.refusal
        }
        return file
    }

    private static func isSame(_ left: Entry, _ right: Entry) -> Bool {
        left.name == right.name && left.value == right.value && left.description == right.description
    }
}
