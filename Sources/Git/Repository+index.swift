import CLibgit2

extension Repository {
    /// Commits the working tree's state of some paths to the current branch, and of nothing else: what else is staged
    /// stays staged.
    ///
    /// - Parameter paths: names of files or folders from the root of the working tree.
    /// - Returns: the commit; nil when nothing at these paths changed.
    /// - Throws: `GitError.detachedHead`, `.conflict` for paths that a merge left in conflict, `.locked`.
    public func commitPaths(
        _ paths: [String], message: String, author: Signature
    ) throws(GitError) -> ObjectID? {
        let parent: ObjectID?
        switch try head() {
        case .branch(_, let commit): parent = commit
        case .unborn: parent = nil
        case .detached: throw .detachedHead
        }
        let entries = try status(paths: paths)
        let conflicted = entries.filter(\.isConflicted).map(\.path)
        guard conflicted.isEmpty else { throw .conflict(conflicted) }
        guard !entries.isEmpty else { return nil }
        let changed = entries.flatMap { [$0.path] + ($0.oldPath.map { [$0] } ?? []) }

        // An index of its own, made from the parent's tree, so that nothing else that is staged gets in.
        var index: OpaquePointer?
        try check(git.git_index_new(&index), functions)
        defer { git.git_index_free(index) }
        let parentCommit = try parent.map { id throws(GitError) in try commit(id) }
        if let parentCommit {
            var oid = parentCommit.tree.oid
            var tree: OpaquePointer?
            try check(git.git_tree_lookup(&tree, pointer, &oid), functions, "tree \(parentCommit.tree)")
            defer { git.git_tree_free(tree) }
            try check(git.git_index_read_tree(index, tree), functions, "tree \(parentCommit.tree)")
        }
        for path in changed { try stage(path, in: index) }
        var written = git_oid()
        try check(git.git_index_write_tree_to(&written, index, pointer), functions, "tree")
        let tree = ObjectID(written)
        guard tree != parentCommit?.tree else { return nil }

        let created = try createCommit(
            tree: tree, parents: parent.map { [$0] } ?? [], author: author, committer: author,
            message: message,
            reference: "HEAD")
        try stageInRepository(changed)
        return created
    }

    /// Puts the working tree's state of a path into an index that belongs to no file.
    private func stage(_ path: String, in index: OpaquePointer?) throws(GitError) {
        guard let root = workingDirectory else { throw .bareRepository(gitDirectory) }
        var entry = git_index_entry()
        guard let mode = WorkingFile.mode(of: root + path) else {
            let code = git.git_index_remove_bypath(index, path)
            if code != GIT_ENOTFOUND.rawValue { try check(code, functions, path) }
            return
        }
        try check(git.git_blob_create_from_workdir(&entry.id, pointer, path), functions, path)
        entry.mode = UInt32(mode.rawValue)
        let code = path.withCString { name in
            entry.path = name
            return git.git_index_add(index, &entry)
        }
        try check(code, functions, path)
    }

    private func stageInRepository(_ paths: [String]) throws(GitError) {
        guard let root = workingDirectory else { throw .bareRepository(gitDirectory) }
        var index: OpaquePointer?
        try check(git.git_repository_index(&index, pointer), functions, "index")
        defer { git.git_index_free(index) }
        try check(git.git_index_read(index, 1), functions, "index")
        for path in paths {
            if WorkingFile.mode(of: root + path) == nil {
                let code = git.git_index_remove_bypath(index, path)
                if code != GIT_ENOTFOUND.rawValue { try check(code, functions, path) }
            } else {
                try check(git.git_index_add_bypath(index, path), functions, path)
            }
        }
        try check(git.git_index_write(index), functions, "index")
    }
}
