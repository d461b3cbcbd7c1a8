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
        return try withRawObject(id) { ($0, Array($1)) }
    }

    /// What `body` makes of an object's kind and its bytes, which are there for so long.
    ///
    /// - Throws: `GitError.notFound`.
    func withRawObject<Result>(
        _ id: ObjectID, called word: StaticString = "object",
        _ body: (ObjectKind, UnsafeBufferPointer<UInt8>) -> Result
    ) throws(GitError) -> Result {
        var (database, object, oid): (OpaquePointer?, OpaquePointer?, git_oid) = (nil, nil, id.oid)
        try check(git.git_repository_odb(&database, pointer), functions)
        defer { git.git_odb_free(database) }
        try check(git.git_odb_read(&object, database, &oid), functions, "\(word) \(id)")
        defer { git.git_odb_object_free(object) }
        guard let kind = ObjectKind(git.git_odb_object_type(object)) else { throw .notFound("\(word) \(id)") }
        return body(
            kind,
            UnsafeBufferPointer(
                start: git.git_odb_object_data(object)?.assumingMemoryBound(to: UInt8.self),
                count: git.git_odb_object_size(object)))
    }

    /// Runs work that reads very many trees through an ``ObjectStore``, without libgit2 keeping them a second time.
    ///
    /// libgit2 has one such setting for the whole process; other work that reads trees meanwhile is slower, not wrong.
    public static func keepingTreesOnce<Result, Failure: Error>(
        _ work: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        _ = libgit2_cache_object_limit(GIT_OBJECT_TREE, 0)
        // libgit2's own default.
        defer { _ = libgit2_cache_object_limit(GIT_OBJECT_TREE, 4096) }
        return try work()
    }
}

extension ObjectKind {
    /// The kind that libgit2 has this number for.
    init?(_ type: git_object_t) {
        switch type {
        case GIT_OBJECT_COMMIT: self = .commit
        case GIT_OBJECT_TREE: self = .tree
        case GIT_OBJECT_BLOB: self = .blob
        case GIT_OBJECT_TAG: self = .tag
        default: return nil
        }
    }
}
