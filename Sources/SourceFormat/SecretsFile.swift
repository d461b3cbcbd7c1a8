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

    /// The file of a package without secrets.
    public static let empty = SecretsFile(entries: [], text: "schemaVersion: 1\nsecrets: {}\n")

    /// The secret of a name.
    public subscript(name: SecretName) -> Entry? { entries.first { $0.name == name } }

    /// Reads a secrets file strictly. No finding holds a value from the file.
    ///
    /// - Returns: the file where there are no errors, and everything that was found.
    public static func parse(_ text: String, file: String) -> (SecretsFile?, [Finding]) { (nil, []) }

    /// Reads a secrets file from its bytes.
    public static func parse(bytes: [UInt8], file: String) -> (SecretsFile?, [Finding]) {
        let (text, findings) = SourceText.decoded(bytes, file: file)
        guard let text else { return (nil, findings) }
        return parse(text, file: file)
    }

    /// The file with a secret added or replaced; only that entry's own lines differ.
    ///
    /// A new entry goes in the order of names where the file is in that order, else last. A description of nil keeps
    /// the one that is there; an empty one removes it.
    ///
    /// - Throws: ``FormatError`` with the code `invalid_sealed_value`, or `secrets_file_too_large`.
    public func setting(
        _ name: SecretName, to value: SealedValue, description: String? = nil
    ) throws(FormatError) -> SecretsFile { self }

    /// The file with a secret's description replaced; an empty one removes it. Unchanged where there is no such secret.
    ///
    /// - Throws: ``FormatError`` with the code `secrets_file_too_large`.
    public func describing(_ name: SecretName, as description: String) throws(FormatError) -> SecretsFile {
        self
    }

    /// The file without a secret. Unchanged where there is no such secret.
    public func removing(_ name: SecretName) -> SecretsFile { self }
}
