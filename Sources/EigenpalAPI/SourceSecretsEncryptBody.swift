/// What `POST /api/v1/source/secrets/encrypt` takes: one secret, or a batch.
///
/// It holds plaintext; printing it shows none.
public struct SourceSecretsEncryptBody: Codable, Sendable, Hashable, Redacted {
    /// The organization; the key's own where nil.
    public var organizationId: String?
    /// Where the one secret will be kept: `<package path>/secrets.enc.yaml`.
    public var sourcePath: String?
    /// The one secret's name.
    public var secretName: String?
    /// The one secret.
    public var plaintext: String?
    /// The batch.
    public var secrets: [Item]?
    /// Fields beside these.
    public var additional: [String: JSONValue]

    /// Asks for one secret.
    ///
    /// - Parameters:
    ///   - sourcePath: `<package path>/secrets.enc.yaml`; the ciphertext decrypts for this path alone.
    ///   - secretName: `[A-Z][A-Z0-9_]*`; the ciphertext decrypts for this name alone.
    public init(
        sourcePath: String, secretName: String, plaintext: String, organizationId: String? = nil,
        additional: [String: JSONValue] = [:]
    ) {
        self.sourcePath = sourcePath
        self.secretName = secretName
        self.plaintext = plaintext
        self.organizationId = organizationId
        self.additional = additional
    }

    /// Asks for a batch. The answer is keyed by the secrets' names alone: one batch for each secrets file.
    public init(secrets: [Item], organizationId: String? = nil, additional: [String: JSONValue] = [:]) {
        self.secrets = secrets
        self.organizationId = organizationId
        self.additional = additional
    }

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case organizationId, sourcePath, secretName, plaintext, secrets
    }

    /// Reads a request, keys it does not know kept.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        organizationId = try fields.decodeIfPresent(String.self, forKey: .organizationId)
        sourcePath = try fields.decodeIfPresent(String.self, forKey: .sourcePath)
        secretName = try fields.decodeIfPresent(String.self, forKey: .secretName)
        plaintext = try fields.decodeIfPresent(String.self, forKey: .plaintext)
        secrets = try fields.decodeIfPresent([Item].self, forKey: .secrets)
        additional = try decoder.additionalFields(besides: CodingKeys.self)
    }

    /// Writes the request, fields without a value left out.
    public func encode(to encoder: any Encoder) throws {
        try encoder.encodeAdditional(additional, besides: CodingKeys.self)
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encodeIfPresent(organizationId, forKey: .organizationId)
        try fields.encodeIfPresent(sourcePath, forKey: .sourcePath)
        try fields.encodeIfPresent(secretName, forKey: .secretName)
        try fields.encodeIfPresent(plaintext, forKey: .plaintext)
        try fields.encodeIfPresent(secrets, forKey: .secrets)
    }

    /// The names of the secrets, none of their values.
    public var description: String {
        let names = (secrets ?? []).map(\.secretName) + (secretName.map { [$0] } ?? [])
        return "SourceSecretsEncryptBody(\(names.joined(separator: ", ")))"
    }

    /// One secret of a batch.
    public struct Item: Codable, Sendable, Hashable, Redacted {
        /// Where it will be kept: `<package path>/secrets.enc.yaml`.
        public var sourcePath: String
        /// Its name.
        public var secretName: String
        /// The secret.
        public var plaintext: String
        /// Fields beside these.
        public var additional: [String: JSONValue]

        /// Describes a secret to encrypt.
        public init(
            sourcePath: String, secretName: String, plaintext: String, additional: [String: JSONValue] = [:]
        ) {
            self.sourcePath = sourcePath
            self.secretName = secretName
            self.plaintext = plaintext
            self.additional = additional
        }

        private enum CodingKeys: String, CodingKey, CaseIterable {
            case sourcePath, secretName, plaintext
        }

        /// Reads an item, keys it does not know kept.
        public init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            sourcePath = try fields.decode(String.self, forKey: .sourcePath)
            secretName = try fields.decode(String.self, forKey: .secretName)
            plaintext = try fields.decode(String.self, forKey: .plaintext)
            additional = try decoder.additionalFields(besides: CodingKeys.self)
        }

        /// Writes the item.
        public func encode(to encoder: any Encoder) throws {
            try encoder.encodeAdditional(additional, besides: CodingKeys.self)
            var fields = encoder.container(keyedBy: CodingKeys.self)
            try fields.encode(sourcePath, forKey: .sourcePath)
            try fields.encode(secretName, forKey: .secretName)
            try fields.encode(plaintext, forKey: .plaintext)
        }

        /// The secret's path and name, not its value.
        public var description: String { "Item(\(sourcePath): \(secretName))" }
    }
}

/// What `POST /api/v1/source/secrets/encrypt` answers.
public struct SourceSecretsEncryptResponse: Codable, Sendable, Hashable {
    /// The one secret, where one was asked for.
    public var encrypted: EncryptedSecret?
    /// The batch, by secret name.
    public var secrets: [String: EncryptedSecret]?

    /// Describes an answer.
    public init(encrypted: EncryptedSecret? = nil, secrets: [String: EncryptedSecret]? = nil) {
        self.encrypted = encrypted
        self.secrets = secrets
    }
}
