/// The lockfile that a run of a package would get: the answer of `GET /api/v1/source/lockfile`.
public struct SourceLockfileResponse: Codable, Sendable, Hashable {
    /// The format's version: 1.
    public var lockfileVersion: Int
    /// The version of the source format, from the repository's root manifest.
    public var eigenpalVersion: String
    /// Hex SHA-256 of the inputs that were resolved.
    public var inputHash: String
    /// The package that was asked for, and below it what it depends on.
    public var root: SourceLockPackage

    /// Describes a lockfile.
    public init(lockfileVersion: Int = 1, eigenpalVersion: String, inputHash: String, root: SourceLockPackage)
    {
        self.lockfileVersion = lockfileVersion
        self.eigenpalVersion = eigenpalVersion
        self.inputHash = inputHash
        self.root = root
    }
}

/// One package of a lockfile at the exact commit that it resolved to.
public struct SourceLockPackage: Codable, Sendable, Hashable {
    /// The package's path, such as `resources/skills/ocr`.
    public var packagePath: String
    /// The version ref that was asked for: `latest`, `main`, `1.2.0`, `1.x` or a commit.
    public var requestedRef: String
    /// What it resolved to: the exact version where that is a release, else the branch or the commit.
    public var resolvedRef: String
    /// The release's tag; nil where it resolved to no release.
    public var resolvedTag: String?
    /// The commit's id, 40 hexadecimal digits.
    public var commit: String
    /// The packages that it depends on.
    public var dependencies: [SourceLockPackage]

    /// Describes a package of a lockfile.
    public init(
        packagePath: String, requestedRef: String, resolvedRef: String, resolvedTag: String? = nil,
        commit: String, dependencies: [SourceLockPackage] = []
    ) {
        self.packagePath = packagePath
        self.requestedRef = requestedRef
        self.resolvedRef = resolvedRef
        self.resolvedTag = resolvedTag
        self.commit = commit
        self.dependencies = dependencies
    }
}
