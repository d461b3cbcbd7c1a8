import CLibgit2

extension Repository {
    /// A file as the index has it.
    public struct IndexEntry: Sendable, Hashable {
        /// Its path below the working tree's root.
        public let path: String
        /// Its contents as an object.
        public let id: ObjectID
        /// Whether it is a file, executable or not, and no link or submodule.
        public let isFile: Bool
    }

    /// The files of the index, in order; of those in conflict, each side.
    public func indexEntries() throws(GitError) -> [IndexEntry] {
        var index: OpaquePointer?
        try check(git.git_repository_index(&index, pointer), functions, "the index")
        defer { git.git_index_free(index) }
        try check(git.git_index_read(index, 0), functions, "the index")
        var entries: [IndexEntry] = []
        for number in 0..<git.git_index_entrycount(index) {
            guard let entry = git.git_index_get_byindex(index, number), let path = entry.pointee.path else {
                continue
            }
            var oid = entry.pointee.id
            guard let id = withUnsafePointer(to: &oid, { ObjectID($0) }) else { continue }
            entries.append(
                IndexEntry(
                    path: String(cString: path), id: id, isFile: entry.pointee.mode & 0o170000 == 0o100000))
        }
        return entries
    }
}
