import Git
import SourceFormat

/// Where one package of a checkout stands: against its last commit, and against the server's `main` as it was last
/// fetched. What a release asks before it tags.
public struct PackageState: Sendable, Hashable {
    /// The package.
    public let path: PackagePath
    /// What is checked out: a branch, a commit, or a branch without one yet.
    public let head: Head
    /// The commit of the upstream reference; nil where there is none.
    public let upstream: ObjectID?
    /// The tree of the package's folder in the commit that is checked out; nil where it is not committed.
    public let headTree: ObjectID?
    /// The tree of the package's folder upstream; nil where it is not there.
    public let upstreamTree: ObjectID?
    /// Files of the folder that are changed, added, removed or in conflict and not committed, in order. Ignored files
    /// are left out.
    public let uncommitted: [String]

    /// Whether the folder is as it was committed.
    public var isClean: Bool { uncommitted.isEmpty }
    /// Whether the package is committed.
    public var isCommitted: Bool { headTree != nil }
    /// Whether the package as committed is the one upstream.
    public var equalsUpstream: Bool { headTree != nil && headTree == upstreamTree }

    /// Looks at a package.
    ///
    /// - Parameter upstreamReference: the full name of the reference that stands for the server's `main`.
    /// - Throws: ``SourceRepositoryError/git(_:)``, also for a bare repository.
    public init(
        of path: PackagePath, in repository: Repository,
        upstreamReference: String = "refs/remotes/origin/main"
    ) throws(SourceRepositoryError) {
        self.path = path
        let (head, upstream, entries) = try inGit { () throws(GitError) in
            (
                try repository.head(), try repository.reference(upstreamReference)?.target,
                try repository.status(paths: [path.description])
            )
        }
        self.head = head
        self.upstream = upstream
        headTree = try Self.tree(of: path, at: head.commit, in: repository)
        upstreamTree = try Self.tree(of: path, at: upstream, in: repository)
        let folder = "\(path)/"
        var files: Set<String> = []
        for entry in entries where entry.worktree != .ignored {
            for file in [entry.path, entry.oldPath].compactMap({ $0 }) where file.hasPrefix(folder) {
                files.insert(file)
            }
        }
        uncommitted = files.sorted()
    }

    private static func tree(
        of path: PackagePath, at commit: ObjectID?, in repository: Repository
    ) throws(SourceRepositoryError) -> ObjectID? {
        guard let commit else { return nil }
        let files = try CommitFiles(repository: repository, commit: commit)
        guard try files.entry(at: path.manifestPath)?.isFile == true else { return nil }
        return try files.treeID(of: path.description)
    }
}

extension Head {
    /// The commit that is checked out; nil on a branch without one yet.
    var commit: ObjectID? {
        switch self {
        case .branch(_, let commit), .detached(let commit): commit
        case .unborn: nil
        }
    }
}
