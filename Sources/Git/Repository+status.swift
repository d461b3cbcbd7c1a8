import CLibgit2

/// How a path changed.
public enum Change: String, Sendable, Hashable, Codable {
    /// New, changed, gone, moved, of another kind, unknown to Git, or left out by `.gitignore`.
    case added, modified, deleted, renamed, typeChanged, untracked, ignored
}

/// A path that differs between HEAD, the index and the working tree.
public struct StatusEntry: Sendable, Hashable {
    /// The path from the root of the working tree.
    public let path: String
    /// The path it had in HEAD, if it moved.
    public let oldPath: String?
    /// How the index differs from HEAD.
    public let index: Change?
    /// How the working tree differs from the index.
    public let worktree: Change?
    /// Whether a merge left it in conflict.
    public let isConflicted: Bool
}

extension Repository {
    /// The paths that differ between HEAD, the index and the working tree, in order.
    ///
    /// - Parameters:
    ///   - paths: only these, and what is below them; they are names, not patterns.
    ///   - includeIgnored: also what `.gitignore` leaves out.
    public func status(paths: [String]? = nil, includeIgnored: Bool = false) throws(GitError) -> [StatusEntry]
    {
        guard !isBare else { throw .bareRepository(gitDirectory) }
        if let paths {
            // No paths at all would mean every path to libgit2.
            if paths.isEmpty { return [] }
            for path in paths { try requirePlain(path) }
        }
        var options = git_status_options()
        try check(git.git_status_options_init(&options, UInt32(GIT_STATUS_OPTIONS_VERSION)), functions)
        options.show = GIT_STATUS_SHOW_INDEX_AND_WORKDIR
        var flags =
            GIT_STATUS_OPT_INCLUDE_UNTRACKED.rawValue | GIT_STATUS_OPT_RECURSE_UNTRACKED_DIRS.rawValue
            | GIT_STATUS_OPT_DISABLE_PATHSPEC_MATCH.rawValue
        if includeIgnored {
            flags |= GIT_STATUS_OPT_INCLUDE_IGNORED.rawValue | GIT_STATUS_OPT_RECURSE_IGNORED_DIRS.rawValue
        }
        options.flags = UInt32(flags)
        var list: OpaquePointer?
        let code = withStrings(paths ?? []) { strings in
            options.pathspec = strings
            return git.git_status_list_new(&list, pointer, &options)
        }
        try check(code, functions, "status")
        defer { git.git_status_list_free(list) }
        var found: [StatusEntry] = []
        for index in 0..<git.git_status_list_entrycount(list) {
            guard let entry = git.git_status_byindex(list, index)?.pointee else { continue }
            if let entry = StatusEntry(entry) { found.append(entry) }
        }
        return found.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    /// Whether `.gitignore` leaves this path out.
    public func isIgnored(_ path: String) throws(GitError) -> Bool {
        var ignored: Int32 = 0
        try requirePlain(path)
        try check(git.git_ignore_path_is_ignored(&ignored, pointer, path), functions, path)
        return ignored == 1
    }
}

extension StatusEntry {
    fileprivate init?(_ entry: git_status_entry) {
        let delta = (entry.index_to_workdir ?? entry.head_to_index)?.pointee
        guard let path = delta?.new_file.path ?? delta?.old_file.path else { return nil }
        let bits = entry.status.rawValue
        func change(_ table: [(git_status_t, Change)]) -> Change? {
            table.first { bits & $0.0.rawValue != 0 }?.1
        }
        let oldPath = (entry.head_to_index?.pointee.old_file.path).map { String(cString: $0) }
        self.init(
            path: String(cString: path),
            oldPath: bits & GIT_STATUS_INDEX_RENAMED.rawValue != 0 ? oldPath : nil,
            index: change([
                (GIT_STATUS_INDEX_NEW, .added), (GIT_STATUS_INDEX_MODIFIED, .modified),
                (GIT_STATUS_INDEX_DELETED, .deleted), (GIT_STATUS_INDEX_RENAMED, .renamed),
                (GIT_STATUS_INDEX_TYPECHANGE, .typeChanged),
            ]),
            worktree: change([
                (GIT_STATUS_WT_NEW, .untracked), (GIT_STATUS_WT_MODIFIED, .modified),
                (GIT_STATUS_WT_DELETED, .deleted), (GIT_STATUS_WT_RENAMED, .renamed),
                (GIT_STATUS_WT_TYPECHANGE, .typeChanged), (GIT_STATUS_IGNORED, .ignored),
            ]),
            isConflicted: bits & GIT_STATUS_CONFLICTED.rawValue != 0)
    }
}
