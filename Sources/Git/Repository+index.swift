import CLibgit2

extension Repository {
    /// Commits the working tree's state of some paths to the current branch, and of nothing else: what else is staged
    /// stays staged.
    ///
    /// - Parameter paths: names of files or directories from the root of the working tree. Ignored files below a
    ///   directory stay out; a path at which nothing changed does no harm.
    /// - Returns: the commit; nil when nothing at these paths changed.
    /// - Throws: `GitError.detachedHead`, `.conflict` for paths that a merge left in conflict, `.operationInProgress`,
    ///   `.locked`, `.invalidName` for a path that leads out of the working tree.
    public func commitPaths(
        _ paths: [String], message: String, author: Signature
    ) throws(GitError) -> ObjectID? {
        guard let root = workingDirectory else { throw .bareRepository(gitDirectory) }
        let paths = paths.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
        for path in paths where !TreePath.isPlain(path) {
            try requirePlain(path)
            throw .invalidName(path.isEmpty ? "the empty path" : path)
        }
        try requirePlain(message)
        return try withLockedIndex { index throws(GitError) -> (tree: ObjectID, parent: ObjectID?)? in
            let parent: ObjectID?
            switch try head() {
            case .branch(_, let commit): parent = commit
            case .unborn: parent = nil
            case .detached: throw .detachedHead
            }
            let entries = try status(paths: paths)
            let conflicted = entries.filter(\.isConflicted).map(\.path)
            guard conflicted.isEmpty else { throw .conflict(conflicted) }
            try requireNoOperation()
            let base = try parent.map { id throws(GitError) in try commit(id).tree }
            let changed = entries.flatMap { [$0.path] + ($0.oldPath.map { [$0] } ?? []) }
            let (gone, present) = (
                changed.filter { WorkingFile.mode(of: root + $0) == nil },
                changed.filter { WorkingFile.mode(of: root + $0) != nil }
            )
            // What is gone first: a directory may stand where a file did.
            for path in gone { try unstage(path, in: index) }
            for path in present { try check(git.git_index_add_bypath(index, path), functions, path) }
            let tree = try writeTree(basedOn: base, gone: gone, present: present, asIn: index)
            return tree == base ? nil : (tree, parent)
        } then: { change throws(GitError) in
            guard let change else { return nil }
            return try createCommit(
                tree: change.tree, parents: change.parent.map { [$0] } ?? [], author: author,
                committer: author,
                message: message.hasSuffix("\n") ? message : message + "\n", reference: "HEAD")
        }
    }

    /// Writes the tree that differs from `base` at some paths alone, where it is as the index has it.
    private func writeTree(
        basedOn base: ObjectID?, gone: [String], present: [String], asIn staged: OpaquePointer?
    ) throws(GitError) -> ObjectID {
        // An index of its own, so that nothing else that is staged gets in.
        var index: OpaquePointer?
        try check(git.git_index_new(&index), functions)
        defer { git.git_index_free(index) }
        if let base {
            var oid = base.oid
            var tree: OpaquePointer?
            try check(git.git_tree_lookup(&tree, pointer, &oid), functions, "tree \(base)")
            defer { git.git_tree_free(tree) }
            try check(git.git_index_read_tree(index, tree), functions, "tree \(base)")
        }
        for path in gone { try unstage(path, in: index) }
        for path in present {
            guard let entry = git.git_index_get_bypath(staged, path, 0) else { throw .notFound(path) }
            try check(git.git_index_add(index, entry), functions, path)
        }
        var written = git_oid()
        try check(git.git_index_write_tree_to(&written, index, pointer), functions, "tree")
        return ObjectID(written)
    }

    private func unstage(_ path: String, in index: OpaquePointer?) throws(GitError) {
        let code = git.git_index_remove_bypath(index, path)
        if code != GIT_ENOTFOUND.rawValue { try check(code, functions, path) }
    }
}
