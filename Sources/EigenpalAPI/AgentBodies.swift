/// What `POST /api/v1/agents` takes.
public struct CreateAgentBody: Codable, Sendable, Hashable {
    /// The name, for people.
    public var name: String
    /// The slug: dotted name or path below `agents/`.
    public var slug: String
    /// What it does.
    public var description: String?
    /// Its configuration: any keys.
    public var config: [String: JSONValue]?

    /// Describes an agent to create.
    public init(name: String, slug: String, description: String? = nil, config: [String: JSONValue]? = nil) {
        self.name = name
        self.slug = slug
        self.description = description
        self.config = config
    }
}

/// What `PATCH /api/v1/agents/:id` takes: a field that is nil stays as it is.
public struct PatchAgentBody: Codable, Sendable, Hashable {
    /// The new name.
    public var name: String?
    /// The new description.
    public var description: String?
    /// The new configuration: any keys.
    public var config: [String: JSONValue]?
    /// Fields beside these.
    public var additional: [String: JSONValue]

    /// Describes a change.
    public init(
        name: String? = nil, description: String? = nil, config: [String: JSONValue]? = nil,
        additional: [String: JSONValue] = [:]
    ) {
        self.name = name
        self.description = description
        self.config = config
        self.additional = additional
    }

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case name, description, config
    }

    /// Reads a change, keys it does not know kept.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        name = try fields.decodeIfPresent(String.self, forKey: .name)
        description = try fields.decodeIfPresent(String.self, forKey: .description)
        config = try fields.decodeIfPresent([String: JSONValue].self, forKey: .config)
        additional = try decoder.additionalFields(besides: CodingKeys.self)
    }

    /// Writes the change, fields without a value left out.
    public func encode(to encoder: any Encoder) throws {
        try encoder.encodeAdditional(additional, besides: CodingKeys.self)
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encodeIfPresent(name, forKey: .name)
        try fields.encodeIfPresent(description, forKey: .description)
        try fields.encodeIfPresent(config, forKey: .config)
    }
}
