/// A package's releases: the answer of `GET /api/v1/source/releases`.
public struct SourceReleasesResponse: Codable, Sendable, Hashable {
    /// The package's path, such as `agents/finance/invoice`.
    public var packagePath: String
    /// The releases, highest version first; one where an exact version was asked for.
    public var releases: [Release]

    /// Describes a package's releases.
    public init(packagePath: String, releases: [Release]) {
        self.packagePath = packagePath
        self.releases = releases
    }

    /// One release.
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
}
