/// An organization that a server serves.
public struct Organization: Sendable, Hashable {
    /// Its identifier, `org_…`.
    public let id: String
    /// Its name in paths, `[a-z0-9][a-z0-9-]*`.
    public let slug: String
}

/// Where a server keeps what is not in Git.
public protocol ServerStore: Sendable {}
