import CLibgit2
import Glibc

extension Repository {
    /// Moves the current branch and the working tree forward to a commit that follows it.
    ///
    /// Local changes at other paths stay.
    ///
    /// - Throws: `GitError.diverged` when the commit does not follow, `.conflict` with the paths whose local changes
    ///   would be lost (nothing has moved then), `.detachedHead`, `.locked`.
    public func fastForward(to target: ObjectID) throws(GitError) {
        guard !isBare else { throw .bareRepository(gitDirectory) }
        try withLockedIndex { index throws(GitError) in
            let branch: String
            var current: ObjectID?
            switch try head() {
            case .branch(let name, let commit): (branch, current) = (name, commit)
            case .unborn(let name): branch = name
            case .detached: throw .detachedHead
            }
            if let current {
                if current == target { return }
                guard try isAncestor(current, of: target) else {
                    let (ahead, behind) = try aheadBehind(local: current, upstream: target)
                    throw .diverged(ahead: ahead, behind: behind)
                }
            }
            try requireNoOperation()
            let staged = try stagedPaths(thatDifferBetween: current, and: target, index)
            guard staged.isEmpty else { throw .conflict(staged) }
            try checkOut(target, from: current)
            try setReference(
                "refs/heads/\(branch)", to: target, expecting: current, message: "pull: fast-forward")
        }
    }

    /// The staged or conflicted paths that are not the same in two commits: a checkout would drop what is staged
    /// there, since libgit2 looks at the working tree alone. What is staged just as it will be is none of them.
    private func stagedPaths(
        thatDifferBetween current: ObjectID?, and target: ObjectID, _ index: OpaquePointer?
    ) throws(GitError) -> [String] {
        let staged = try status().filter { $0.isConflicted || $0.index != nil }
        guard !staged.isEmpty else { return [] }
        let old = try current.map { id throws(GitError) in try commit(id).tree }
        let new = try commit(target).tree
        var found: Set<String> = []
        for entry in staged {
            for path in [entry.path, entry.oldPath].compactMap({ $0 }) {
                let before = try old.flatMap { tree throws(GitError) in
                    try self.entry(atPath: path, inTree: tree)
                }
                let after = try self.entry(atPath: path, inTree: new)
                if entry.isConflicted || (before != after && !isStaged(after, at: path, index)) {
                    found.insert(path)
                }
            }
        }
        return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Whether the index has at a path what a tree has there.
    private func isStaged(_ entry: TreeEntry?, at path: String, _ index: OpaquePointer?) -> Bool {
        guard let staged = git.git_index_get_bypath(index, path, 0) else { return entry == nil }
        return withUnsafePointer(to: staged.pointee.id) { ObjectID($0) } == entry?.id
            && TreeText.kind(ofMode: Int(staged.pointee.mode)) == entry?.kind
    }

    /// Brings the working tree and the index from one commit to another, keeping local changes. A file that is there
    /// already as the new commit has it is no change: an attempt that was cut off has brought it.
    private func checkOut(_ target: ObjectID, from current: ObjectID?) throws(GitError) {
        do throws(GitError) {
            try checkOut(target, progress: nil)
        } catch {
            guard case .conflict(let paths) = error else { throw error }
            let tree = try commit(target).tree
            for path in paths {
                guard let entry = try entry(atPath: path, inTree: tree), try isThere(entry, at: path) else {
                    throw error
                }
            }
            // All else that the commits differ in is as the old one has it, or it would be among the paths.
            var changed: [String] = []
            let old = try current.map { id throws(GitError) in try commit(id).tree }
            try ObjectStore(of: self).fileDifferences(of: tree, from: [old]) { changed.append($0.path) }
            try checkOut(changed, from: target)
        }
    }

    /// Whether the working tree has at a path the file that a tree has there.
    private func isThere(_ entry: TreeEntry, at path: String) throws(GitError) -> Bool {
        guard let workingDirectory, entry.kind == .blob || entry.kind == .executable else { return false }
        let file = workingDirectory + path
        var status = stat()
        guard lstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            (status.st_mode & S_IXUSR != 0) == (entry.kind == .executable)
        else { return false }
        var oid = git_oid()
        try check(git.git_repository_hashfile(&oid, pointer, file, GIT_OBJECT_BLOB, path), functions, file)
        return withUnsafePointer(to: &oid) { ObjectID($0) } == entry.id
    }
}
