/// Every mail alias of the organization: the answer of `GET /api/v1/agents/triggers/email`.
public struct EmailAliasesResponse: Codable, Sendable, Hashable {
    /// The aliases: any JSON; see ``EmailAlias`` for what this project's server says of each.
    public var emails: [JSONValue]

    /// Describes an answer.
    public init(emails: [JSONValue]) { self.emails = emails }
}

/// An agent's mail trigger: the answer of `GET /api/v1/agents/:id/triggers/email`.
public struct EmailTriggerResponse: Codable, Sendable, Hashable {
    /// The trigger: any JSON, `enabled` among it.
    public var trigger: JSONValue
    /// Its aliases: any JSON.
    public var emails: [JSONValue]

    /// Describes an answer.
    public init(trigger: JSONValue, emails: [JSONValue]) {
        self.trigger = trigger
        self.emails = emails
    }
}

/// The answer of `PATCH /api/v1/agents/:id/triggers/email`.
public struct EmailTriggerUpdateResponse: Codable, Sendable, Hashable {
    /// The trigger as it is now: any JSON.
    public var trigger: JSONValue

    /// Describes an answer.
    public init(trigger: JSONValue) { self.trigger = trigger }
}

/// The answer of `POST /api/v1/agents/:id/triggers/email` and of `PATCH …/:emailId`.
public struct EmailAliasResponse: Codable, Sendable, Hashable {
    /// The alias as it is now: any JSON.
    public var email: JSONValue

    /// Describes an answer.
    public init(email: JSONValue) { self.email = email }
}

/// The answer of `DELETE /api/v1/agents/:id/triggers/email/:emailId`.
public struct EmailAliasRemovalResponse: Codable, Sendable, Hashable {
    /// Whether there was one to remove.
    public var removed: Bool

    /// Describes an answer.
    public init(removed: Bool) { self.removed = removed }
}

/// A mail alias as this project's server tells of it; what it says beside is kept by the JSON it comes from.
public struct EmailAlias: Codable, Sendable, Hashable {
    /// Its id, `eml_…`.
    public var id: String
    /// The address.
    public var email: String
    /// What it is for.
    public var label: String?
    /// Who may write to it: addresses, or `@domain`; everybody where it is empty.
    public var allowlist: [String]
    /// `active` or `disabled`.
    public var status: String
    /// How runs are answered by mail: any JSON.
    public var replyConfig: JSONValue?
    /// Whether a sender must be proven by SPF or DKIM.
    public var requireSenderAuth: Bool
    /// The agent's id.
    public var agentId: String
    /// The agent's slug.
    public var agentSlug: String
    /// When it was made.
    public var createdAt: String
    /// When it was changed last.
    public var updatedAt: String

    /// Describes an alias.
    public init(
        id: String, email: String, label: String?, allowlist: [String], status: String,
        replyConfig: JSONValue?, requireSenderAuth: Bool, agentId: String, agentSlug: String,
        createdAt: String, updatedAt: String
    ) {
        self.id = id
        self.email = email
        self.label = label
        self.allowlist = allowlist
        self.status = status
        self.replyConfig = replyConfig
        self.requireSenderAuth = requireSenderAuth
        self.agentId = agentId
        self.agentSlug = agentSlug
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// What `PATCH /api/v1/agents/:id/triggers/email` takes.
public struct EmailTriggerUpdateBody: Codable, Sendable, Hashable {
    /// Whether mail may start the agent's runs.
    public var enabled: Bool
    /// Fields beside it.
    public var additional: [String: JSONValue]

    /// Describes a change.
    public init(enabled: Bool, additional: [String: JSONValue] = [:]) {
        self.enabled = enabled
        self.additional = additional
    }

    private enum CodingKeys: String, CodingKey, CaseIterable { case enabled }

    /// Reads a change, keys it does not know kept.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        enabled = try fields.decode(Bool.self, forKey: .enabled)
        additional = try decoder.additionalFields(besides: CodingKeys.self)
    }

    /// Writes the change, fields that are absent left out.
    public func encode(to encoder: any Encoder) throws {
        try encoder.encodeAdditional(additional, besides: CodingKeys.self)
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(enabled, forKey: .enabled)
    }
}

/// What `POST /api/v1/agents/:id/triggers/email` takes. The address is `email`, or what the server makes of `alias`.
public struct EmailAliasCreateBody: Codable, Sendable, Hashable {
    /// The whole address.
    public var email: String?
    /// The part before the `@`.
    public var alias: String?
    /// What it is for.
    public var label: String?
    /// Who may write to it.
    public var allowlist: [String]?
    /// Who may write to it, by its other name.
    public var allow: [String]?
    /// How runs are answered by mail: any keys.
    public var replyConfig: [String: JSONValue]?
    /// Fields beside these.
    public var additional: [String: JSONValue]

    /// Describes an alias to make.
    public init(
        email: String? = nil, alias: String? = nil, label: String? = nil, allowlist: [String]? = nil,
        allow: [String]? = nil, replyConfig: [String: JSONValue]? = nil, additional: [String: JSONValue] = [:]
    ) {
        self.email = email
        self.alias = alias
        self.label = label
        self.allowlist = allowlist
        self.allow = allow
        self.replyConfig = replyConfig
        self.additional = additional
    }

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case email, alias, label, allowlist, allow, replyConfig
    }

    /// Reads an alias to make, keys it does not know kept.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        email = try fields.decodeIfPresent(String.self, forKey: .email)
        alias = try fields.decodeIfPresent(String.self, forKey: .alias)
        label = try fields.decodeIfPresent(String.self, forKey: .label)
        allowlist = try fields.decodeIfPresent([String].self, forKey: .allowlist)
        allow = try fields.decodeIfPresent([String].self, forKey: .allow)
        replyConfig = try fields.decodeIfPresent([String: JSONValue].self, forKey: .replyConfig)
        additional = try decoder.additionalFields(besides: CodingKeys.self)
    }

    /// Writes the alias to make, fields that are absent left out.
    public func encode(to encoder: any Encoder) throws {
        try encoder.encodeAdditional(additional, besides: CodingKeys.self)
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encodeIfPresent(email, forKey: .email)
        try fields.encodeIfPresent(alias, forKey: .alias)
        try fields.encodeIfPresent(label, forKey: .label)
        try fields.encodeIfPresent(allowlist, forKey: .allowlist)
        try fields.encodeIfPresent(allow, forKey: .allow)
        try fields.encodeIfPresent(replyConfig, forKey: .replyConfig)
    }
}

/// What `PATCH /api/v1/agents/:id/triggers/email/:emailId` takes: a field that is absent stays as it is.
public struct EmailAliasUpdateBody: Codable, Sendable, Hashable {
    /// What it is for; null takes it away.
    public var label: Nullable<String>
    /// Who may write to it.
    public var allowlist: [String]?
    /// Who may write to it, by its other name.
    public var allow: [String]?
    /// `active` or `disabled`.
    public var status: String?
    /// How runs are answered by mail: any keys.
    public var replyConfig: [String: JSONValue]?
    /// Whether a sender must be proven by SPF or DKIM.
    public var requireSenderAuth: Bool?
    /// Fields beside these.
    public var additional: [String: JSONValue]

    /// Describes a change.
    public init(
        label: Nullable<String> = .absent, allowlist: [String]? = nil, allow: [String]? = nil,
        status: String? = nil, replyConfig: [String: JSONValue]? = nil, requireSenderAuth: Bool? = nil,
        additional: [String: JSONValue] = [:]
    ) {
        self.label = label
        self.allowlist = allowlist
        self.allow = allow
        self.status = status
        self.replyConfig = replyConfig
        self.requireSenderAuth = requireSenderAuth
        self.additional = additional
    }

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case label, allowlist, allow, status, replyConfig, requireSenderAuth
    }

    /// Reads a change, keys it does not know kept.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        label = try fields.decode(Nullable<String>.self, forKey: .label)
        allowlist = try fields.decodeIfPresent([String].self, forKey: .allowlist)
        allow = try fields.decodeIfPresent([String].self, forKey: .allow)
        status = try fields.decodeIfPresent(String.self, forKey: .status)
        replyConfig = try fields.decodeIfPresent([String: JSONValue].self, forKey: .replyConfig)
        requireSenderAuth = try fields.decodeIfPresent(Bool.self, forKey: .requireSenderAuth)
        additional = try decoder.additionalFields(besides: CodingKeys.self)
    }

    /// Writes the change, fields that are absent left out.
    public func encode(to encoder: any Encoder) throws {
        try encoder.encodeAdditional(additional, besides: CodingKeys.self)
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(label, forKey: .label)
        try fields.encodeIfPresent(allowlist, forKey: .allowlist)
        try fields.encodeIfPresent(allow, forKey: .allow)
        try fields.encodeIfPresent(status, forKey: .status)
        try fields.encodeIfPresent(replyConfig, forKey: .replyConfig)
        try fields.encodeIfPresent(requireSenderAuth, forKey: .requireSenderAuth)
    }
}
