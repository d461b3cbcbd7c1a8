/// The `secrets.enc.yaml` of a package: names, descriptions, ciphertexts.
///
/// The file is text that people keep comments in: what is not edited stays as it is, byte for byte.
public struct SecretsFile: Sendable, Hashable {
    /// One secret.
    public struct Entry: Sendable, Hashable {
        /// What the secret is called.
        public let name: SecretName
        /// What it is for.
        public let description: String?
        /// The secret, encrypted.
        public let value: SealedValue
        /// The line of its name, from 1.
        public let line: Int
    }

    /// The secrets, in the order of the file.
    public let entries: [Entry]
    /// The file.
    public let text: String

    init(entries: [Entry], text: String) {
        self.entries = entries
        self.text = text
    }

    /// The file of a package without secrets.
    public static let empty = SecretsFile(entries: [], text: "schemaVersion: 1\nsecrets: {}\n")

    /// The secret of a name.
    public subscript(name: SecretName) -> Entry? { entries.first { $0.name == name } }

    /// Reads a secrets file strictly. No finding holds a value from the file.
    ///
    /// - Returns: the file where there are no errors, and everything that was found.
    public static func parse(_ text: String, file: String) -> (SecretsFile?, [Finding]) {
        var parser = SecretsParser(file: file)
        let entries = parser.parse(text)
        guard let entries, !parser.findings.containsErrors else { return (nil, parser.findings) }
        return (SecretsFile(entries: entries, text: text), parser.findings)
    }

    /// Reads a secrets file from its bytes.
    public static func parse(bytes: [UInt8], file: String) -> (SecretsFile?, [Finding]) {
        let (text, findings) = SourceText.decoded(bytes, file: file)
        guard let text else { return (nil, findings) }
        return parse(text, file: file)
    }
}
