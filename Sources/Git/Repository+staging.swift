import CLibgit2

extension Repository {
    /// The paths that a merge left in conflict, in order.
    public func conflictedPaths() throws(GitError) -> [String] {
        try status().filter(\.isConflicted).map(\.path)
    }

    /// Whether a merge left this path in conflict.
    ///
    /// - Throws: `GitError.invalidName` for a path that leads out of the working tree.
    public func isConflicted(path: String) throws(GitError) -> Bool {
        try requireInside(path)
        return try status(paths: [path]).contains { $0.isConflicted }
    }

    /// Stages a path as it lies in the working tree, also where nothing is there any more; a conflict about it is
    /// resolved by that.
    ///
    /// - Throws: `GitError.invalidName` for a path that leads out of the working tree, `.notFound` for one that neither
    ///   the working tree nor the index has, `.locked`.
    public func stage(path: String) throws(GitError) {
        guard let root = workingDirectory else { throw .bareRepository(gitDirectory) }
        try requireInside(path)
        try withLockedIndex { index throws(GitError) in
            guard WorkingFile.mode(of: root + path) == nil else {
                return try check(git.git_index_add_bypath(index, path), functions, path)
            }
            // 0 stands for what is not in conflict; of a conflict there may be any of the other three.
            guard (0...3).contains(where: { git.git_index_get_bypath(index, path, $0) != nil }) else {
                throw .notFound(path)
            }
            try check(git.git_index_remove_bypath(index, path), functions, path)
        } then: { _ in
        }
    }

    private func requireInside(_ path: String) throws(GitError) {
        guard TreePath.isPlain(path) else {
            try requirePlain(path)
            throw .invalidName(path.isEmpty ? "the empty path" : path)
        }
    }
}
