import CLibgit2

extension Repository {
    /// Whether a merge left this path in conflict.
    ///
    /// - Throws: `GitError.invalidName` for a path that leads out of the working tree.
    public func isConflicted(path: String) throws(GitError) -> Bool {
        try requireInside(path)
        return try status(paths: [path]).contains { $0.isConflicted }
    }

    /// Stages a file as it lies in the working tree; a conflict about it is resolved by that.
    ///
    /// - Throws: `GitError.invalidName` for a path that leads out of the working tree, `.locked`.
    public func stage(path: String) throws(GitError) {
        try requireInside(path)
        try withLockedIndex { index throws(GitError) in
            try check(git.git_index_add_bypath(index, path), functions, path)
        }
    }

    private func requireInside(_ path: String) throws(GitError) {
        guard TreePath.isPlain(path) else {
            try requirePlain(path)
            throw .invalidName(path.isEmpty ? "the empty path" : path)
        }
    }
}
