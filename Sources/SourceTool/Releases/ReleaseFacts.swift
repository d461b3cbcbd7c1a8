import Git
import SourceFormat

/// What a release is planned from: the checkout, as it was found.
struct CheckoutFacts: Sendable {
    /// The package.
    var package: PackagePath
    /// The branch that releases are made of.
    var mainBranch: String
    /// The remote's name.
    var remoteName: String
    /// What is checked out.
    var head: Head
    /// Whether there is a branch ``mainBranch``.
    var hasMain: Bool
    /// The tree of the package's folder in the commit that is checked out; nil where it is not committed.
    var tree: ObjectID?
    /// The package's files that are not as they were committed.
    var uncommitted: [String]
    /// What is wrong with the package.
    var findings: [Finding]
    /// The package's release tags in this checkout, lightweight ones with them.
    var tags: [SemanticVersion: ObjectID]
}

/// What a release is planned from: the server, as it answered.
struct ServerFacts: Sendable {
    /// The commit of its `main`; nil where it has none.
    var main: ObjectID?
    /// The tree of the package's folder in that commit; nil where it is not there.
    var tree: ObjectID?
    /// Commits of the checkout's `main` that the server's has not.
    var ahead: Int
    /// Commits of the server's `main` that the checkout's has not.
    var behind: Int
    /// The package's release tags, by version, with the object each points at.
    var tags: [SemanticVersion: ObjectID]
    /// The tree of the package's folder in its highest release; nil where there is none.
    var releasedTree: ObjectID?
    /// The commits that changed the package since its highest release, newest first.
    var commits: [ReleasePlan.Commit]

    /// The highest version that is released; nil where none is.
    var highest: SemanticVersion? { tags.keys.max() }
}
