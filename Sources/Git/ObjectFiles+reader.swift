extension ObjectFiles: ObjectReader {
    /// Never: a repository with a part of its history is left to libgit2.
    public var isShallow: Bool { false }

    /// The commit of this name.
    ///
    /// - Throws: `GitError.notFound` where libgit2 must answer.
    public func commit(_ id: ObjectID) throws(GitError) -> Commit {
        guard let (kind, bytes) = object(id), kind == .commit, let commit = ObjectText.commit(bytes, id: id)
        else { throw .notFound("commit \(id)") }
        return commit
    }

    /// The entry at a path below a tree; nil where there is none. The empty path is the tree itself.
    ///
    /// - Throws: `GitError.notFound` where libgit2 must answer.
    public func entry(atPath path: String, inTree id: ObjectID) throws(GitError) -> TreeEntry? {
        var entry = TreeEntry(name: "", id: id, kind: .tree)
        if path.isEmpty { return entry }
        guard TreePath.isPlain(path) else { return nil }
        for name in path.split(separator: "/") {
            guard entry.kind == .tree else { return nil }
            guard let (kind, bytes) = object(entry.id), kind == .tree, let tree = TreeText(bytes) else {
                throw .notFound("tree \(entry.id)")
            }
            guard let found = tree.entry(named: String(name)) else { return nil }
            entry = TreeEntry(name: String(name), id: tree.id(of: found), kind: found.kind)
        }
        return entry
    }

    /// A file's contents.
    ///
    /// - Parameter limit: the most bytes to read.
    /// - Throws: `GitError.notFound` where libgit2 must answer, as for a larger file.
    public func blob(_ id: ObjectID, limit: Int) throws(GitError) -> [UInt8] {
        guard let (kind, bytes) = object(id, limit: limit), kind == .blob else {
            throw .notFound("blob \(id)")
        }
        return bytes
    }

    /// The tag of a reference in `refs/tags/`.
    ///
    /// - Throws: `GitError.notFound` where libgit2 must answer.
    public func tag(of reference: ReferenceFiles.Entry) throws(GitError) -> Tag {
        try Tag(reference, reading: tagObject)
    }

    /// A tag object; nil where the object is of another kind.
    private func tagObject(_ id: ObjectID) throws(GitError) -> TagObject? {
        guard let (kind, bytes) = object(id) else { throw .notFound("tag \(id)") }
        guard kind == .tag else { return nil }
        guard let tag = ObjectText.tag(bytes) else { throw .notFound("tag \(id)") }
        return tag
    }
}
