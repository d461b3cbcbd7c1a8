/// An agent as the API tells of it.
public struct AgentSummary: Codable, Sendable, Hashable {
    /// Its id.
    public var id: String
    /// Its slug: the dotted name without `agents.`, such as `finance.invoice`.
    public var slug: String
    /// Its name, for people.
    public var name: String
    /// When the server first knew it, as ``APIDate`` writes it.
    public var createdAt: String
    /// What it does.
    public var description: Nullable<String>
    /// Whether a request to the API may start its runs.
    public var apiEnabled: Bool?
    /// What may start its runs.
    public var triggers: AutomationTriggers?
    /// Whether server and repository agree about it.
    public var sourceIntegrity: SourceIntegrity?
    /// The version of its latest release; null where there is none.
    public var latestVersion: Nullable<String>
    /// The commit of its latest release; null where there is none.
    public var latestCommit: Nullable<String>
    /// Its configuration: any keys.
    public var config: [String: JSONValue]?
    /// When its metadata changed last, as ``APIDate`` writes it.
    public var updatedAt: String?
    /// Its numbers.
    public var stats: Stats?
    /// Fields beside these.
    public var additional: [String: JSONValue]

    /// Describes an agent.
    public init(
        id: String, slug: String, name: String, createdAt: String, description: Nullable<String> = .absent,
        apiEnabled: Bool? = nil, triggers: AutomationTriggers? = nil, sourceIntegrity: SourceIntegrity? = nil,
        latestVersion: Nullable<String> = .absent, latestCommit: Nullable<String> = .absent,
        config: [String: JSONValue]? = nil, updatedAt: String? = nil, stats: Stats? = nil,
        additional: [String: JSONValue] = [:]
    ) {
        self.id = id
        self.slug = slug
        self.name = name
        self.createdAt = createdAt
        self.description = description
        self.apiEnabled = apiEnabled
        self.triggers = triggers
        self.sourceIntegrity = sourceIntegrity
        self.latestVersion = latestVersion
        self.latestCommit = latestCommit
        self.config = config
        self.updatedAt = updatedAt
        self.stats = stats
        self.additional = additional
    }

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case id, slug, name, createdAt, description, apiEnabled, triggers, sourceIntegrity, latestVersion
        case latestCommit, config, updatedAt, stats
    }

    /// Reads an agent, keys it does not know kept.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.decode(String.self, forKey: .id)
        slug = try fields.decode(String.self, forKey: .slug)
        name = try fields.decode(String.self, forKey: .name)
        createdAt = try fields.decode(String.self, forKey: .createdAt)
        description = try fields.decode(Nullable<String>.self, forKey: .description)
        apiEnabled = try fields.decodeIfPresent(Bool.self, forKey: .apiEnabled)
        triggers = try fields.decodeIfPresent(AutomationTriggers.self, forKey: .triggers)
        sourceIntegrity = try fields.decodeIfPresent(SourceIntegrity.self, forKey: .sourceIntegrity)
        latestVersion = try fields.decode(Nullable<String>.self, forKey: .latestVersion)
        latestCommit = try fields.decode(Nullable<String>.self, forKey: .latestCommit)
        config = try fields.decodeIfPresent([String: JSONValue].self, forKey: .config)
        updatedAt = try fields.decodeIfPresent(String.self, forKey: .updatedAt)
        stats = try fields.decodeIfPresent(Stats.self, forKey: .stats)
        additional = try decoder.additionalFields(besides: CodingKeys.self)
    }

    /// Writes the agent, fields that are absent left out.
    public func encode(to encoder: any Encoder) throws {
        try encoder.encodeAdditional(additional, besides: CodingKeys.self)
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(id, forKey: .id)
        try fields.encode(slug, forKey: .slug)
        try fields.encode(name, forKey: .name)
        try fields.encode(createdAt, forKey: .createdAt)
        try fields.encode(description, forKey: .description)
        try fields.encodeIfPresent(apiEnabled, forKey: .apiEnabled)
        try fields.encodeIfPresent(triggers, forKey: .triggers)
        try fields.encodeIfPresent(sourceIntegrity, forKey: .sourceIntegrity)
        try fields.encode(latestVersion, forKey: .latestVersion)
        try fields.encode(latestCommit, forKey: .latestCommit)
        try fields.encodeIfPresent(config, forKey: .config)
        try fields.encodeIfPresent(updatedAt, forKey: .updatedAt)
        try fields.encodeIfPresent(stats, forKey: .stats)
    }

    /// Whether server and repository agree about an agent; a word that a later server adds is kept.
    public struct SourceIntegrity: RawRepresentable, Codable, Sendable, Hashable {
        /// The word on the wire.
        public let rawValue: String
        /// Names a state by its word.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// The package is in the repository and the server knows it.
        public static let healthy = SourceIntegrity(rawValue: "healthy")
        /// The server knows the agent; its package is not in the repository.
        public static let sourceMissing = SourceIntegrity(rawValue: "source_missing")
        /// The package is in the repository; the server does not know the agent yet.
        public static let unregistered = SourceIntegrity(rawValue: "unregistered")
    }
}
