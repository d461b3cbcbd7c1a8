import Git
import SourceFormat
import SourceRepository

/// One release that is about to be made: what will be tagged, with what words, and why.
public struct PlannedRelease: Sendable, Hashable {
    /// A dependency whose version is raised in the manifest.
    public struct Pin: Sendable, Hashable, Encodable {
        /// The package that is depended on.
        public let package: PackagePath
        /// The version that was named.
        public let from: SemanticVersion
        /// The version that is named now.
        public let to: SemanticVersion
    }

    /// The package.
    public let package: PackagePath
    /// The version.
    public let version: SemanticVersion
    /// The highest release before it; nil for the first.
    public let previous: SemanticVersion?
    /// The tag's message.
    public let message: String
    /// The commits that changed the package since the release before, newest first.
    public let commits: [PlannedCommit]
    /// The dependencies that are raised with it.
    public let pins: [Pin]
    /// The packages that go on to name an older version of it.
    public let staying: [OutdatedDependent]
    /// What is doubtful about it, and does not stop it.
    public var warnings: [String]

    /// The tag's name.
    var tag: ReleaseTag { ReleaseTag(path: package, version: version) }
}

/// The releases of one go.
struct ReleaseBatch {
    /// The releases, each after what it depends on.
    var releases: [PlannedRelease]
    /// The commit that is tagged.
    var commit: ObjectID
    /// Where the server's `main` is, and where it goes; nil where it has the commit.
    var main: MainMove?

    /// How `main` moves.
    struct MainMove: Sendable, Hashable, Encodable {
        /// Where the server has it.
        let from: String
        /// Where it goes.
        let to: String
        /// The branch that is brought to it; nil where there is none.
        let merged: String?
        /// The packages whose manifests get other versions of their dependencies.
        let raised: [PackagePath]
    }
}
