/// One package in a lockfile, and below it the packages that it needs.
public struct LockNode: Sendable, Hashable, Codable {
    /// The package.
    public let packagePath: PackagePath
    /// What was asked for: `latest`, `1.x`, ….
    public let requestedRef: String
    /// What that was: the version, or `main`, or the commit.
    public let resolvedRef: String
    /// The release's tag, where it is one.
    public let resolvedTag: String?
    /// The commit, as 40 hexadecimal digits.
    public let commit: String
    /// What it needs.
    public let dependencies: [LockNode]

    /// Describes a package.
    public init(
        packagePath: PackagePath, requestedRef: String, resolvedRef: String, resolvedTag: String? = nil,
        commit: String, dependencies: [LockNode] = []
    ) {
        self.packagePath = packagePath
        self.requestedRef = requestedRef
        self.resolvedRef = resolvedRef
        self.resolvedTag = resolvedTag
        self.commit = commit
        self.dependencies = dependencies
    }
}
