/// Reads a secrets file. Its findings hold no value of the file, and no key that could be one.
struct SecretsParser {
    private static let plaintextKeys = ["value", "plaintext", "secret"]
    private static let entryKeys = ["description", "encrypted"]
    private static let warning = "a plaintext secret must never be committed"
    private static let remedy =
        "Remove it, replace the secret at its source if it was ever pushed, and run: eigenpal-src secrets set"

    private static let sealAgain = "Set the secret again. Run: eigenpal-src secrets set"

    private var reader: FieldReader

    init(file: String) { reader = FieldReader(file: file, quotesValues: false) }

    var findings: [Finding] { reader.findings }

    /// Reads the file; what it returns holds good only where ``findings`` has no errors.
    mutating func parse(_ bytes: [UInt8]) -> [SecretsFile.Entry]? {
        guard let fields = reader.root(of: bytes) else { return nil }
        reader.checkKeys(fields, known: ["schemaVersion", "secrets"])
        _ = reader.schemaVersion(in: fields)
        guard let pair = reader.required("secrets", in: fields, "Add the line secrets: {}") else {
            return nil
        }
        if case .empty = pair.value.content {
            reader.report(line: pair.line, "wrong_type", "secrets is empty", "Write secrets: {}")
            return nil
        }
        guard let secrets = reader.fields(pair.value, of: "secrets")
        else { return nil }
        return secrets.pairs.compactMap { entry($0) }
    }

    private mutating func entry(_ pair: YAMLPair) -> SecretsFile.Entry? {
        var name: SecretName?
        do throws(FormatError) {
            name = try SecretName(parsing: pair.key)
        } catch {
            let isName = FieldReader.isIdentifier(pair.key)
            reader.report(
                line: pair.line, error.code,
                isName ? error.message : "a secret's name is not of the form A-Z, 0-9, _",
                isName ? error.remedy : nil)
        }
        guard case .mapping = pair.value.content else {
            reader.report(
                line: pair.line, "plaintext_secret",
                "a secret must be a mapping with the key encrypted; \(Self.warning)", Self.remedy)
            return nil
        }
        guard let fields = reader.fields(pair.value, of: "a secret") else { return nil }
        checkKeys(fields, known: Self.entryKeys)
        let description = fields["description"].flatMap {
            reader.text($0.value, of: "description", lines: true, allowsEmpty: true)
        }
        guard let encrypted = reader.required("encrypted", in: fields, Self.sealAgain),
            let value = sealedValue(encrypted), let name
        else { return nil }
        return SecretsFile.Entry(name: name, description: description, value: value, line: pair.line)
    }

    private mutating func sealedValue(_ pair: YAMLPair) -> SealedValue? {
        guard let fields = reader.fields(pair.value, of: "encrypted") else { return nil }
        checkKeys(fields, known: SealedValue.fieldNames)
        let algorithm = text("algorithm", in: fields)
        let keyId = text("keyId", in: fields)
        let nonce = text("nonce", in: fields)
        let ciphertext = text("ciphertext", in: fields)
        let tag = text("tag", in: fields)
        guard let algorithm, let keyId, let nonce, let ciphertext, let tag else { return nil }
        let value = SealedValue(
            algorithm: algorithm, keyId: keyId, nonce: nonce, ciphertext: ciphertext, tag: tag)
        for problem in value.problems {
            reader.report(
                line: fields[problem.field]?.line, "invalid_sealed_value", problem.message, Self.sealAgain)
        }
        return value
    }

    private mutating func text(_ name: String, in fields: FieldReader.Fields) -> String? {
        guard let field = reader.required(name, in: fields, Self.sealAgain) else { return nil }
        return reader.text(field.value, of: name, allowsEmpty: true)
    }

    private mutating func checkKeys(_ fields: FieldReader.Fields, known: [String]) {
        if fields.pairs.allSatisfy({ known.contains($0.key) }) { return }
        for pair in fields.pairs where Self.plaintextKeys.contains(pair.key) {
            reader.report(
                line: pair.line, "plaintext_secret", "the key \"\(pair.key)\" is refused: \(Self.warning)",
                Self.remedy)
        }
        // An unknown key is not shown: it may be where someone put the secret.
        reader.checkKeys(fields, known: known + Self.plaintextKeys, suggested: known) { _ in
            "a key that is not known is refused: \(Self.warning)"
        }
    }
}
