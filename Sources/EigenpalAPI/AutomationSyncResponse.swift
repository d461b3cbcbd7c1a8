/// What a sync brought an automation to: the answer of `POST /api/v1/automations/:automation/sync`.
public struct AutomationSyncResponse: Codable, Sendable, Hashable {
    /// The automation after the sync.
    public var automation: Automation
    /// The release that it now reflects, the latest one.
    public var release: Release
    /// What did not stop the sync and still wants attention.
    public var warnings: [String]

    /// Describes a sync.
    public init(automation: Automation, release: Release, warnings: [String] = []) {
        self.automation = automation
        self.release = release
        self.warnings = warnings
    }

    /// An automation: an agent or a workflow that the server knows.
    public struct Automation: Codable, Sendable, Hashable {
        /// Its id.
        public var id: String
        /// Whether it is an agent or a workflow.
        public var type: Kind
        /// Its slug: the dotted name without the root.
        public var slug: String
        /// Whether it is in use.
        public var status: Status
        /// When its metadata changed last, as ``APIDate`` writes it.
        public var updatedAt: String

        /// Describes an automation.
        public init(id: String, type: Kind, slug: String, status: Status, updatedAt: String) {
            self.id = id
            self.type = type
            self.slug = slug
            self.status = status
            self.updatedAt = updatedAt
        }
    }

    /// The release that an automation reflects.
    public struct Release: Codable, Sendable, Hashable {
        /// The version, `X.Y.Z`.
        public var version: String
        /// The tag's name, such as `agents.finance.invoice@1.2.0`.
        public var tag: String
        /// The commit's id, 40 hexadecimal digits.
        public var commit: String

        /// Describes a release.
        public init(version: String, tag: String, commit: String) {
            self.version = version
            self.tag = tag
            self.commit = commit
        }
    }

    /// What an automation is; a word that a later server adds is kept.
    public struct Kind: RawRepresentable, Codable, Sendable, Hashable {
        /// The word on the wire.
        public let rawValue: String
        /// Names a kind by its word.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// An agent.
        public static let agent = Kind(rawValue: "agent")
        /// A workflow.
        public static let workflow = Kind(rawValue: "workflow")
    }

    /// Whether an automation is in use; a word that a later server adds is kept.
    public struct Status: RawRepresentable, Codable, Sendable, Hashable {
        /// The word on the wire.
        public let rawValue: String
        /// Names a status by its word.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// In use.
        public static let active = Status(rawValue: "active")
        /// Put away.
        public static let archived = Status(rawValue: "archived")
    }
}
