/// The `secrets.enc.yaml` of a package: names, descriptions, ciphertexts.
///
/// The file is text that people keep comments in: what is not edited stays as it is, byte for byte.
public struct SecretsFile: Sendable {
    /// The codes of findings that mean a value is in the file, or may be, that is not encrypted.
    public static let plaintextCodes: Set<String> = ["plaintext_secret", "unknown_key"]

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
    private let indices: [SecretName: Int]

    init(entries: [Entry], text: String) {
        self.entries = entries
        self.text = text
        var indices: [SecretName: Int] = [:]
        indices.reserveCapacity(entries.count)
        for index in entries.indices { indices[entries[index].name] = index }
        self.indices = indices
    }

    /// The file of a package without secrets.
    public static let empty = SecretsFile(entries: [], text: "schemaVersion: 1\nsecrets: {}\n")

    /// The secret of a name, found in the same time however many there are.
    public subscript(name: SecretName) -> Entry? { index(of: name).map { entries[$0] } }

    func index(of name: SecretName) -> Int? { indices[name] }

    /// Reads a secrets file strictly. No finding holds a value from the file.
    ///
    /// - Returns: the file where there are no errors, and everything that was found.
    public static func parse(_ text: String, file: String) -> (SecretsFile?, [Finding]) {
        parse(Array(text.utf8), text, file: file)
    }

    /// Reads a secrets file from its bytes.
    public static func parse(bytes: [UInt8], file: String) -> (SecretsFile?, [Finding]) {
        parse(bytes, nil, file: file)
    }

    private static func parse(
        _ bytes: [UInt8], _ text: String?, file: String
    ) -> (SecretsFile?, [Finding]) {
        var parser = SecretsParser(file: file)
        let entries = parser.parse(bytes)
        guard let entries, !parser.findings.containsErrors else { return (nil, parser.findings) }
        let text = text ?? String(decoding: bytes, as: UTF8.self)
        return (SecretsFile(entries: entries, text: text), parser.findings)
    }
}

// The entries are what the text says, so the text alone tells files apart.
extension SecretsFile: Hashable {
    /// Whether two files are the same text.
    public static func == (left: SecretsFile, right: SecretsFile) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    /// Hashes the text.
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
