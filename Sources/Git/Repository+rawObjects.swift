import CLibgit2

extension Repository {
    /// An object's kind and its bytes as git stores them, without the header.
    ///
    /// - Parameter limit: the most bytes to read; a larger one is refused before it is read.
    /// - Throws: `GitError.notFound`, `.tooLarge`.
    public func rawObject(
        _ id: ObjectID, limit: Int
    ) throws(GitError) -> (kind: ObjectKind, bytes: [UInt8]) {
        guard try header(id).size <= limit else { throw .tooLarge("object \(id)", limit: limit) }
        var database: OpaquePointer?
        try check(git.git_repository_odb(&database, pointer), functions)
        defer { git.git_odb_free(database) }
        var oid = id.oid
        var object: OpaquePointer?
        try check(git.git_odb_read(&object, database, &oid), functions, "object \(id)")
        defer { git.git_odb_object_free(object) }
        let kind: ObjectKind
        switch git.git_odb_object_type(object) {
        case GIT_OBJECT_COMMIT: kind = .commit
        case GIT_OBJECT_TREE: kind = .tree
        case GIT_OBJECT_BLOB: kind = .blob
        case GIT_OBJECT_TAG: kind = .tag
        default: throw .notFound("object \(id)")
        }
        let size = Int(git.git_odb_object_size(object))
        guard size > 0, let content = git.git_odb_object_data(object) else { return (kind, []) }
        return (kind, Array(UnsafeRawBufferPointer(start: content, count: size)))
    }
}
