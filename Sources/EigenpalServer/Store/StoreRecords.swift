/// An organization that a server serves.
public struct Organization: Sendable, Hashable {
    /// Its identifier, `org_…`.
    public let id: String
    /// Its name in paths, `[a-z0-9][a-z0-9-]*`.
    public let slug: String

    /// Names an organization.
    public init(id: String, slug: String) {
        self.id = id
        self.slug = slug
    }
}

/// An API key as it is stored.
public struct APIKey: Sendable, Hashable {
    /// Its identifier, `key_…`.
    public let id: String
    /// The name it was created with.
    public let name: String
    /// The SHA-256 of the key.
    public let hash: [UInt8]
    /// When it was made.
    public let createdAt: Timestamp
    /// When a request last came with it, to the minute; nil before the first.
    public let lastUsedAt: Timestamp?
    /// When it was revoked; nil while it holds.
    public let revokedAt: Timestamp?
}

/// An organization's encryption key as it is stored.
public struct EncryptionKey: Sendable, Hashable {
    /// Its identifier, `ek_…`.
    public let id: String
    /// The key under the master key: nonce, ciphertext and tag of AES-256-GCM.
    public let wrapped: [UInt8]
    /// When it was made.
    public let createdAt: Timestamp
    /// When a newer one took its place; nil for the active key.
    public let retiredAt: Timestamp?
}

/// An agent or a workflow that the server knows: what Git does not say of it.
public struct Automation: Sendable, Hashable {
    /// What an automation is.
    public enum Kind: String, Sendable, CaseIterable {
        /// A package under `agents/`.
        case agent
        /// A package under `workflows/`.
        case workflow
    }

    /// Whether it is in use.
    public enum Status: String, Sendable, CaseIterable {
        /// Its package is on `main`.
        case active
        /// Its package was gone from `main` at the last sync.
        case archived
    }

    /// Its identifier, `agt_…` or `wf_…`.
    public let id: String
    /// What it is.
    public let kind: Kind
    /// The dotted name without its root; unique in its kind.
    public let slug: String
    /// Its name for people.
    public var name: String
    /// What it is for.
    public var summary: String?
    /// Its configuration, a JSON object.
    public var config: String
    /// Whether it is in use.
    public var status: Status
    /// When it was registered.
    public let createdAt: Timestamp
    /// When anything here last changed, or a sync confirmed it.
    public var updatedAt: Timestamp
}
