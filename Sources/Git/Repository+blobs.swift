import CLibgit2

extension Repository {
    /// A file's contents.
    ///
    /// - Parameter limit: the most bytes to read; a larger one is refused before it is read.
    /// - Throws: `GitError.notFound`, `.tooLarge`.
    public func blob(_ id: ObjectID, limit: Int) throws(GitError) -> [UInt8] {
        guard try blobSize(id) <= limit else { throw .tooLarge("blob \(id)", limit: limit) }
        var oid = id.oid
        var blob: OpaquePointer?
        try check(git.git_blob_lookup(&blob, pointer, &oid), functions, "blob \(id)")
        defer { git.git_blob_free(blob) }
        let size = Int(git.git_blob_rawsize(blob))
        guard size > 0, let content = git.git_blob_rawcontent(blob) else { return [] }
        return Array(UnsafeRawBufferPointer(start: content, count: size))
    }

    /// How many bytes a file has, without reading it.
    ///
    /// - Throws: `GitError.notFound`.
    public func blobSize(_ id: ObjectID) throws(GitError) -> Int {
        let header = try header(id)
        guard header.type == GIT_OBJECT_BLOB else { throw .notFound("blob \(id)") }
        return header.size
    }

    /// Stores a file's contents.
    public func createBlob(_ bytes: [UInt8]) throws(GitError) -> ObjectID {
        var created = git_oid()
        try check(
            bytes.withUnsafeBytes {
                git.git_blob_create_from_buffer(&created, pointer, $0.baseAddress, $0.count)
            },
            functions, "blob")
        return ObjectID(created)
    }
}
