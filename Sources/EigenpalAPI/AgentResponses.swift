/// A page of agents: the answer of `GET /api/v1/agents`.
public struct ListAgentsResponse: Codable, Sendable, Hashable {
    /// The agents of this page.
    public var data: [AgentSummary]
    /// How many there are on all pages.
    public var total: Int
    /// How many a page holds.
    public var limit: Int
    /// How many come before this page.
    public var offset: Int

    /// Describes a page.
    public init(data: [AgentSummary], total: Int, limit: Int, offset: Int) {
        self.data = data
        self.total = total
        self.limit = limit
        self.offset = offset
    }
}

/// One agent: the answer of `GET /api/v1/agents/:id-or-slug`.
public struct GetAgentResponse: Codable, Sendable, Hashable {
    /// The agent.
    public var agent: AgentSummary

    /// Wraps an agent.
    public init(agent: AgentSummary) { self.agent = agent }
}

/// A changed agent: the answer of `PATCH /api/v1/agents/:id`.
public struct PatchAgentResponse: Codable, Sendable, Hashable {
    /// The agent after the change.
    public var agent: AgentSummary

    /// Wraps an agent.
    public init(agent: AgentSummary) { self.agent = agent }
}

/// A new agent: the answer of `POST /api/v1/agents`.
public struct CreateAgentResponse: Codable, Sendable, Hashable {
    /// The agent.
    public var agent: AgentSummary
    /// Whether its package was in the repository before.
    public var sourceRecovered: Bool?
    /// What the recovery had to do, where there was one.
    public var recoveryKind: RecoveryKind?

    /// Describes a new agent.
    public init(agent: AgentSummary, sourceRecovered: Bool? = nil, recoveryKind: RecoveryKind? = nil) {
        self.agent = agent
        self.sourceRecovered = sourceRecovered
        self.recoveryKind = recoveryKind
    }

    /// What a recovery had to do; a word that a later server adds is kept.
    public struct RecoveryKind: RawRepresentable, Codable, Sendable, Hashable {
        /// The word on the wire.
        public let rawValue: String
        /// Names a kind of recovery by its word.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// The package was there as it should be.
        public static let existing = RecoveryKind(rawValue: "existing")
        /// The package came from an older store.
        public static let legacyHydrate = RecoveryKind(rawValue: "legacy_hydrate")
        /// What the package lacked was scaffolded.
        public static let minimalScaffold = RecoveryKind(rawValue: "minimal_scaffold")
    }
}
