import Git
import SourceFormat

/// The commits that changed one package, found by the id of its folder's tree: no file is compared.
struct PackageHistory {
    private let repository: Repository
    private let path: String
    private var trees: [ObjectID: ObjectID?] = [:]

    /// Looks at the history of a repository for one package.
    init(of package: PackagePath, in repository: Repository) {
        self.repository = repository
        path = package.description
    }

    /// The tree of the package's folder at a commit; nil where it is not there.
    ///
    /// - Throws: ``ToolError``.
    mutating func tree(at commit: ObjectID) throws(ToolError) -> ObjectID? {
        if let known = trees[commit] { return known }
        let root = try attempt { try repository.commit(commit) }.tree
        let tree = try attempt { try repository.entry(atPath: path, inTree: root) }?.id
        trees[commit] = .some(tree)
        return tree
    }

    /// The commits that changed the package, newest first.
    ///
    /// A merge counts where its package is that of none of its parents.
    ///
    /// - Parameters:
    ///   - head: the newest commit.
    ///   - base: the release before, whose history is left out; nil looks at the last `depth` commits only.
    ///   - limit: the most commits to name.
    ///   - depth: the most commits to look at.
    /// - Throws: ``ToolError``.
    mutating func commits(
        from head: ObjectID, since base: ObjectID?, limit: Int, depth: Int = 5000
    ) throws(ToolError) -> [ReleasePlan.Commit] {
        let walk = try attempt {
            try repository.history(from: head, hiding: base.map { [$0] } ?? [], limit: depth)
        }
        var commits: [ReleasePlan.Commit] = []
        for id in walk {
            let commit = try attempt { try repository.commit(id) }
            let tree = try tree(at: id)
            var isTouched = commit.parents.isEmpty ? tree != nil : true
            for parent in commit.parents where isTouched {
                if try self.tree(at: parent) == tree { isTouched = false }
            }
            guard isTouched else { continue }
            commits.append(ReleasePlan.Commit(commit: id.hex, summary: commit.summary))
            if commits.count == limit { break }
        }
        return commits
    }
}
