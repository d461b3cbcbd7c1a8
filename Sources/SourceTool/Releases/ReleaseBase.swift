import Git
import SourceFormat
import SourceRepository

/// The commit that releases are made of.
struct ReleaseBase: Sendable, Hashable {
    /// The commit.
    var commit: ObjectID
    /// The server's `main`, which it is on or follows.
    let serverMain: ObjectID
    /// The branch that it brings to `main`; nil where the server's `main` has it.
    var merged: String?
    /// Commits of the checkout's `main` that the server's has not, and the other way round.
    var ahead = 0
    var behind = 0

    /// Finds the commit: the checkout's where the server's `main` has it, else the server's.
    ///
    /// - Parameter adds: whether a commit may have to be made on top.
    /// - Throws: ``ToolError`` where the branch cannot be brought to `main`, or `main` is ahead of the server's.
    init(_ scene: ReleaseScene, adds: Bool, merges: Bool) throws(ToolError) {
        let checkout = scene.checkout
        guard let theirs = scene.server.main else {
            throw ToolError(
                "\(checkout.remoteName) has no \(checkout.mainBranch) yet", next: "eigenpal-src push")
        }
        (serverMain, commit) = (theirs, theirs)
        let repository = try checkout.repository
        let ours = scene.headCommit
        if case .branch(let name, _) = scene.head, merges, name != checkout.mainBranch {
            try Self.requireNothingUnpushed(scene, theirs)
            if try attempt({ try repository.isAncestor(ours, of: theirs) }) { return }
            merged = name
            if try attempt({ try repository.isAncestor(theirs, of: ours) }) {
                commit = ours
            } else {
                commit = try Self.merge(name, ours, into: theirs, checkout)
            }
            return
        }
        (ahead, behind) = try attempt { try repository.aheadBehind(local: ours, upstream: theirs) }
        if adds {
            guard ahead == 0 else { throw Self.unpushed(ahead, checkout) }
        } else if ahead == 0 {
            commit = ours
        }
    }

    /// Refuses a package that is another one here than in the commit.
    ///
    /// - Throws: ``ToolError`` with the command that mends it.
    func require(_ package: PackagePath, _ scene: ReleaseScene) throws(ToolError) {
        let checkout = scene.checkout
        let state = try PackageState(committed: package, in: checkout)
        guard merged == nil, !scene.isOnBranch else { return }
        guard let tree = state.headTree else {
            throw ToolError("\(package) is not committed", next: "eigenpal-src save -m MESSAGE \(package)")
        }
        guard try Self.tree(of: package, at: serverMain, checkout) != tree else { return }
        let place = "\(checkout.remoteName)/\(checkout.mainBranch)"
        let problem = "\(package) here is not what \(place) has"
        switch (ahead, behind) {
        case (_, 0):
            throw ToolError(
                "\(problem): \(checkout.mainBranch) is \(count(ahead, "commit")) ahead",
                next: "eigenpal-src push")
        case (0, _):
            throw ToolError(
                "\(problem): \(checkout.mainBranch) is \(count(behind, "commit")) behind",
                next: "eigenpal-src pull")
        default:
            throw ToolError(
                "\(problem): the two have parted, with \(count(ahead, "commit")) here and \(count(behind, "commit")) there",
                next: "eigenpal-src git -- rebase \(place)")
        }
    }

    private static func tree(
        of package: PackagePath, at commit: ObjectID, _ checkout: Checkout
    ) throws(ToolError) -> ObjectID? {
        let files = try attempt { try CommitFiles(repository: checkout.repository, commit: commit) }
        return try attempt { try files.treeID(of: package.description) }
    }

    private static func requireNothingUnpushed(
        _ scene: ReleaseScene, _ theirs: ObjectID
    ) throws(ToolError) {
        guard let local = scene.localMain else { return }
        let repository = try scene.checkout.repository
        let ahead = try attempt { try repository.aheadBehind(local: local, upstream: theirs) }.ahead
        guard ahead == 0 else { throw unpushed(ahead, scene.checkout) }
    }

    private static func unpushed(_ ahead: Int, _ checkout: Checkout) -> ToolError {
        let main = checkout.mainBranch
        return ToolError(
            "\(main) is \(count(ahead, "commit")) ahead of \(checkout.remoteName)/\(main), and what is released must follow that",
            next: "eigenpal-src push")
    }

    private static func merge(
        _ name: String, _ ours: ObjectID, into theirs: ObjectID, _ checkout: Checkout
    ) throws(ToolError) -> ObjectID {
        let repository = try checkout.repository
        let place = "\(checkout.remoteName)/\(checkout.mainBranch)"
        switch try attempt({ try repository.merge(ours, into: theirs) }) {
        case .conflicts(let paths):
            throw ToolError(
                "\(name) cannot be merged into \(place): both changed \(count(paths.count, "file"))",
                details: paths, next: "eigenpal-src git -- merge \(place)")
        case .merged(let tree):
            let author = try CommitChanges.identity(checkout)
            return try attempt {
                try repository.createCommit(
                    tree: tree, parents: [theirs, ours], author: author, committer: author,
                    message: "Merge branch '\(name)'\n")
            }
        }
    }
}

extension PackageState {
    /// Looks at a package that is to be released.
    ///
    /// - Throws: ``ToolError`` where files of it are not committed.
    init(committed path: PackagePath, in checkout: Checkout) throws(ToolError) {
        self = try attempt { try PackageState(of: path, in: checkout.repository) }
        guard isClean else {
            throw ToolError(
                "\(path) has \(count(uncommitted.count, "file")) that \(uncommitted.count == 1 ? "is" : "are") not committed",
                details: uncommitted, next: "eigenpal-src save -m MESSAGE \(path)")
        }
    }
}
