/// What `POST /api/v1/source/secrets/decrypt` takes: one secret of a run, or a batch of the organization's.
public struct SourceSecretsDecryptBody: Codable, Sendable, Hashable {
    /// The organization; the key's own where nil.
    public var organizationId: String?
    /// The run that needs the one secret; the server checks the secret against the run's lockfile.
    public var executionId: String?
    /// Where the one secret is kept: `<package path>/secrets.enc.yaml`.
    public var sourcePath: String?
    /// The commit that the one secret was read at.
    public var sourceCommit: String?
    /// The one secret's name.
    public var secretName: String?
    /// The one secret.
    public var encrypted: EncryptedSecret?
    /// The batch.
    public var secrets: [Item]?
    /// Fields beside these.
    public var additional: [String: JSONValue]

    /// Asks for one secret of a run.
    public init(
        executionId: String?, sourcePath: String, sourceCommit: String? = nil, secretName: String,
        encrypted: EncryptedSecret, organizationId: String? = nil, additional: [String: JSONValue] = [:]
    ) {
        self.executionId = executionId
        self.sourcePath = sourcePath
        self.sourceCommit = sourceCommit
        self.secretName = secretName
        self.encrypted = encrypted
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
        case organizationId, executionId, sourcePath, sourceCommit, secretName, encrypted, secrets
    }

    /// Reads a request, keys it does not know kept.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        organizationId = try fields.decodeIfPresent(String.self, forKey: .organizationId)
        executionId = try fields.decodeIfPresent(String.self, forKey: .executionId)
        sourcePath = try fields.decodeIfPresent(String.self, forKey: .sourcePath)
        sourceCommit = try fields.decodeIfPresent(String.self, forKey: .sourceCommit)
        secretName = try fields.decodeIfPresent(String.self, forKey: .secretName)
        encrypted = try fields.decodeIfPresent(EncryptedSecret.self, forKey: .encrypted)
        secrets = try fields.decodeIfPresent([Item].self, forKey: .secrets)
        additional = try decoder.additionalFields(besides: CodingKeys.self)
    }

    /// Writes the request, fields without a value left out.
    public func encode(to encoder: any Encoder) throws {
        try encoder.encodeAdditional(additional, besides: CodingKeys.self)
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encodeIfPresent(organizationId, forKey: .organizationId)
        try fields.encodeIfPresent(executionId, forKey: .executionId)
        try fields.encodeIfPresent(sourcePath, forKey: .sourcePath)
        try fields.encodeIfPresent(sourceCommit, forKey: .sourceCommit)
        try fields.encodeIfPresent(secretName, forKey: .secretName)
        try fields.encodeIfPresent(encrypted, forKey: .encrypted)
        try fields.encodeIfPresent(secrets, forKey: .secrets)
    }

    /// One secret of a batch.
    public struct Item: Codable, Sendable, Hashable {
        /// Where it is kept: `<package path>/secrets.enc.yaml`.
        public var sourcePath: String
        /// Its name.
        public var secretName: String
        /// The sealed secret.
        public var encrypted: EncryptedSecret
        /// Fields beside these.
        public var additional: [String: JSONValue]

        /// Describes a secret to decrypt.
        public init(
            sourcePath: String, secretName: String, encrypted: EncryptedSecret,
            additional: [String: JSONValue] = [:]
        ) {
            self.sourcePath = sourcePath
            self.secretName = secretName
            self.encrypted = encrypted
            self.additional = additional
        }

        private enum CodingKeys: String, CodingKey, CaseIterable {
            case sourcePath, secretName, encrypted
        }

        /// Reads an item, keys it does not know kept.
        public init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            sourcePath = try fields.decode(String.self, forKey: .sourcePath)
            secretName = try fields.decode(String.self, forKey: .secretName)
            encrypted = try fields.decode(EncryptedSecret.self, forKey: .encrypted)
            additional = try decoder.additionalFields(besides: CodingKeys.self)
        }

        /// Writes the item.
        public func encode(to encoder: any Encoder) throws {
            try encoder.encodeAdditional(additional, besides: CodingKeys.self)
            var fields = encoder.container(keyedBy: CodingKeys.self)
            try fields.encode(sourcePath, forKey: .sourcePath)
            try fields.encode(secretName, forKey: .secretName)
            try fields.encode(encrypted, forKey: .encrypted)
        }
    }
}

/// What `POST /api/v1/source/secrets/decrypt` answers.
///
/// It holds plaintext; printing it shows none.
public struct SourceSecretsDecryptResponse: Codable, Sendable, Hashable, Redacted {
    /// The one secret, where one was asked for.
    public var plaintext: String?
    /// The batch, by secret name.
    public var secrets: [String: String]?

    /// Describes an answer.
    public init(plaintext: String? = nil, secrets: [String: String]? = nil) {
        self.plaintext = plaintext
        self.secrets = secrets
    }

    /// The names of the secrets, none of their values.
    public var description: String {
        "SourceSecretsDecryptResponse(\((secrets ?? [:]).keys.sorted().joined(separator: ", ")))"
    }
}
