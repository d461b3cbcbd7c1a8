import CLibgit2

/// What came of a merge that touches neither the index nor the working tree.
public enum MergeOutcome: Sendable, Hashable {
    /// The tree of files that holds what both sides changed.
    case merged(tree: ObjectID)
    /// Both sides changed these paths, in order, each in its own way.
    case conflicts([String])
}

extension Repository {
    /// Merges one commit into another, in memory. Merge drivers are not run.
    ///
    /// - Throws: `GitError.notFound` for a commit that is not there.
    public func merge(_ theirs: ObjectID, into ours: ObjectID) throws(GitError) -> MergeOutcome {
        try withCommit(ours) { ours throws(GitError) in
            try withCommit(theirs) { theirs throws(GitError) in
                var options = git_merge_options()
                try check(git.git_merge_options_init(&options, UInt32(GIT_MERGE_OPTIONS_VERSION)), functions)
                var index: OpaquePointer?
                try check(git.git_merge_commits(&index, pointer, ours, theirs, &options), functions, "merge")
                defer { git.git_index_free(index) }
                let paths = try conflicts(in: index)
                guard paths.isEmpty else { return .conflicts(paths) }
                var tree = git_oid()
                try check(git.git_index_write_tree_to(&tree, index, pointer), functions, "merge")
                return .merged(tree: ObjectID(tree))
            }
        }
    }

    private func conflicts(in index: OpaquePointer?) throws(GitError) -> [String] {
        guard git.git_index_has_conflicts(index) != 0 else { return [] }
        var iterator: OpaquePointer?
        try check(git.git_index_conflict_iterator_new(&iterator, index), functions, "merge")
        defer { git.git_index_conflict_iterator_free(iterator) }
        var paths: Set<String> = []
        while true {
            var (base, ours, theirs): (UnsafePointer<git_index_entry>?, UnsafePointer<git_index_entry>?, _) =
                (nil, nil, UnsafePointer<git_index_entry>?.none)
            let code = git.git_index_conflict_next(&base, &ours, &theirs, iterator)
            if code == GIT_ITEROVER.rawValue { return paths.sorted() }
            try check(code, functions, "merge")
            for entry in [base, ours, theirs] {
                if let path = entry?.pointee.path { paths.insert(String(cString: path)) }
            }
        }
    }
}
