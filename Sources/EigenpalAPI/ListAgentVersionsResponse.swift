/// An agent's releases: the answer of `GET /api/v1/agents/:id/versions`.
public struct ListAgentVersionsResponse: Codable, Sendable, Hashable {
    /// The agent's id.
    public var agentId: String
    /// The agent's slug.
    public var slug: String
    /// The agent's package, such as `agents/finance/invoice`.
    public var packagePath: String
    /// The releases, highest version first.
    public var versions: [Version]

    /// Describes an agent's releases.
    public init(agentId: String, slug: String, packagePath: String, versions: [Version]) {
        self.agentId = agentId
        self.slug = slug
        self.packagePath = packagePath
        self.versions = versions
    }

    /// One release of an agent.
    public struct Version: Codable, Sendable, Hashable {
        /// The version, `X.Y.Z`.
        public var version: String
        /// The Git ref to read the source at: the tag's full name.
        public var sourceRef: String
        /// The tag's name, such as `agents.finance.invoice@1.2.0`.
        public var tag: String
        /// The commit's id, 40 hexadecimal digits.
        public var commit: String
        /// The tag's message; null where it has none.
        public var notes: String?
        /// When it was tagged, as ``APIDate`` writes it; null where that is not known.
        public var createdAt: String?
        /// Who tagged it; null where that is not a user whom the server knows.
        public var createdByUser: User?
        /// Whether it is the highest version.
        public var latest: Bool

        /// Describes a release.
        public init(
            version: String, sourceRef: String, tag: String, commit: String, notes: String?,
            createdAt: String?, createdByUser: User?, latest: Bool
        ) {
            self.version = version
            self.sourceRef = sourceRef
            self.tag = tag
            self.commit = commit
            self.notes = notes
            self.createdAt = createdAt
            self.createdByUser = createdByUser
            self.latest = latest
        }

        /// Writes the release, null for what it lacks: the reference client wants every field.
        public func encode(to encoder: any Encoder) throws {
            var fields = encoder.container(keyedBy: CodingKeys.self)
            try fields.encode(version, forKey: .version)
            try fields.encode(sourceRef, forKey: .sourceRef)
            try fields.encode(tag, forKey: .tag)
            try fields.encode(commit, forKey: .commit)
            try fields.encode(notes, forKey: .notes)
            try fields.encode(createdAt, forKey: .createdAt)
            try fields.encode(createdByUser, forKey: .createdByUser)
            try fields.encode(latest, forKey: .latest)
        }
    }

    /// A person whom the server knows.
    public struct User: Codable, Sendable, Hashable {
        /// The user's id.
        public var id: String
        /// The user's address.
        public var email: String
        /// The user's name.
        public var name: String?
        /// Where the user's picture is.
        public var image: String?

        /// Describes a user.
        public init(id: String, email: String, name: String?, image: String?) {
            self.id = id
            self.email = email
            self.name = name
            self.image = image
        }

        /// Writes the user, null for what is not known: the reference client wants every field.
        public func encode(to encoder: any Encoder) throws {
            var fields = encoder.container(keyedBy: CodingKeys.self)
            try fields.encode(id, forKey: .id)
            try fields.encode(email, forKey: .email)
            try fields.encode(name, forKey: .name)
            try fields.encode(image, forKey: .image)
        }
    }
}
