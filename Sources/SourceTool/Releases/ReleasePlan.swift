import Git
import SourceFormat

/// One release that is about to be made: what will be tagged, with what words, and what follows.
public struct ReleasePlan: Sendable, Hashable {
    /// A commit that a release brings.
    public struct Commit: Sendable, Hashable, Encodable {
        /// The commit's id.
        public var commit: String
        /// The first line of its message.
        public var summary: String
    }

    /// The package.
    public var package: PackagePath
    /// The version.
    public var version: SemanticVersion
    /// The highest release before it; nil for the first.
    public var previous: SemanticVersion?
    /// The commit that is tagged.
    public var commit: ObjectID
    /// The tag's message.
    public var message: String
    /// The commits that changed the package since the release before, newest first.
    public var commits: [Commit]
    /// What is doubtful about it, and does not stop it.
    public var warnings: [String]

    /// The tag's name.
    var tag: ReleaseTag { ReleaseTag(path: package, version: version) }
}
