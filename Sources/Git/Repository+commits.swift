import CLibgit2

/// A commit.
public struct Commit: Sendable, Hashable {
    /// Its own name.
    public let id: ObjectID
    /// The tree of files it stands for.
    public let tree: ObjectID
    /// The commits it follows; none for a first commit, several for a merge.
    public let parents: [ObjectID]
    /// Who wrote it, and when.
    public let author: Signature
    /// Who committed it, and when.
    public let committer: Signature
    /// The whole message.
    public let message: String

    /// The message's first paragraph, on one line.
    public var summary: String {
        message.drop { $0 == "\n" }.split(separator: "\n", omittingEmptySubsequences: false)
            .prefix { !$0.allSatisfy(\.isWhitespace) }.joined(separator: " ")
    }
}

/// What an object is.
public enum ObjectKind: Sendable, Hashable {
    /// A commit, a tree, a file's contents, an annotated tag.
    case commit, tree, blob, tag
}

extension Repository {
    /// What kind of object this is.
    ///
    /// - Throws: `GitError.notFound`.
    public func object(_ id: ObjectID) throws(GitError) -> ObjectKind {
        guard let kind = ObjectKind(try header(id).type) else { throw .notFound("object \(id)") }
        return kind
    }

    func header(_ id: ObjectID) throws(GitError) -> (type: git_object_t, size: Int) {
        var database: OpaquePointer?
        try check(git.git_repository_odb(&database, pointer), functions)
        defer { git.git_odb_free(database) }
        var (size, type, oid) = (0, GIT_OBJECT_INVALID, id.oid)
        try check(git.git_odb_read_header(&size, &type, database, &oid), functions, "object \(id)")
        return (type, size)
    }

    /// The commit of this name.
    ///
    /// - Throws: `GitError.notFound`.
    public func commit(_ id: ObjectID) throws(GitError) -> Commit {
        try withCommit(id) { commit throws(GitError) in
            let parents = (0..<git.git_commit_parentcount(commit)).compactMap {
                ObjectID(git.git_commit_parent_id(commit, $0))
            }
            guard let tree = ObjectID(git.git_commit_tree_id(commit)),
                let author = Signature(git.git_commit_author(commit)),
                let committer = Signature(git.git_commit_committer(commit))
            else { throw .notFound("commit \(id)") }
            return Commit(
                id: id, tree: tree, parents: parents, author: author, committer: committer,
                message: git.git_commit_message(commit).map { String(cString: $0) } ?? "")
        }
    }

    func withCommit<Result>(
        _ id: ObjectID, _ body: (OpaquePointer?) throws(GitError) -> Result
    ) throws(GitError) -> Result {
        var oid = id.oid
        var commit: OpaquePointer?
        try check(git.git_commit_lookup(&commit, pointer, &oid), functions, "commit \(id)")
        defer { git.git_commit_free(commit) }
        return try body(commit)
    }

    /// The commits that lead to `id`, newest first, no commit before one that follows it.
    ///
    /// - Parameters:
    ///   - hiding: commits to leave out, with all that lead to them.
    ///   - limit: how many at most.
    public func history(
        from id: ObjectID, hiding: [ObjectID] = [], limit: Int? = nil
    ) throws(GitError) -> [ObjectID] {
        var walk: OpaquePointer?
        try check(git.git_revwalk_new(&walk, pointer), functions)
        defer { git.git_revwalk_free(walk) }
        let sorting = GIT_SORT_TOPOLOGICAL.rawValue | GIT_SORT_TIME.rawValue
        try check(git.git_revwalk_sorting(walk, UInt32(sorting)), functions)
        var oid = id.oid
        try check(git.git_revwalk_push(walk, &oid), functions, "commit \(id)")
        for hidden in hiding {
            var oid = hidden.oid
            try check(git.git_revwalk_hide(walk, &oid), functions, "commit \(hidden)")
        }
        var found: [ObjectID] = []
        while limit.map({ found.count < $0 }) ?? true {
            let code = git.git_revwalk_next(&oid, walk)
            if code == GIT_ITEROVER.rawValue { break }
            try check(code, functions, "history of \(id)")
            found.append(ObjectID(oid))
        }
        return found
    }

    /// Whether `ancestor` is `descendant` or leads to it.
    public func isAncestor(_ ancestor: ObjectID, of descendant: ObjectID) throws(GitError) -> Bool {
        for id in [ancestor, descendant] where try header(id).type != GIT_OBJECT_COMMIT {
            throw .notFound("commit \(id)")
        }
        if ancestor == descendant { return true }
        var (older, newer) = (ancestor.oid, descendant.oid)
        let code = git.git_graph_descendant_of(pointer, &newer, &older)
        try check(code, functions, "history of \(descendant)")
        return code == 1
    }

    /// How many commits each of two has that the other lacks.
    public func aheadBehind(
        local: ObjectID, upstream: ObjectID
    ) throws(GitError) -> (ahead: Int, behind: Int) {
        var (left, right, ahead, behind) = (local.oid, upstream.oid, 0, 0)
        try check(
            git.git_graph_ahead_behind(&ahead, &behind, pointer, &left, &right), functions,
            "history of \(local) and \(upstream)")
        return (ahead, behind)
    }

    /// Makes a commit; no reference is moved.
    public func createCommit(
        tree: ObjectID, parents: [ObjectID], author: Signature, committer: Signature, message: String
    ) throws(GitError) -> ObjectID {
        try createCommit(
            tree: tree, parents: parents, author: author, committer: committer, message: message,
            reference: nil)
    }

    func createCommit(
        tree: ObjectID, parents: [ObjectID], author: Signature, committer: Signature, message: String,
        reference: String?
    ) throws(GitError) -> ObjectID {
        try requirePlain(message)
        var treeObject: OpaquePointer?
        var oid = tree.oid
        try check(git.git_tree_lookup(&treeObject, pointer, &oid), functions, "tree \(tree)")
        defer { git.git_tree_free(treeObject) }
        var parentObjects: [OpaquePointer?] = []
        defer { for parent in parentObjects { git.git_commit_free(parent) } }
        for parent in parents {
            var oid = parent.oid
            var object: OpaquePointer?
            try check(git.git_commit_lookup(&object, pointer, &oid), functions, "commit \(parent)")
            parentObjects.append(object)
        }
        var created = git_oid()
        try author.withPointer(functions) { author throws(GitError) in
            try committer.withPointer(functions) { committer throws(GitError) in
                let code = parentObjects.withUnsafeMutableBufferPointer { parents in
                    git.git_commit_create(
                        &created, pointer, reference, author, committer, nil, message, treeObject,
                        parents.count, parents.baseAddress)
                }
                try check(code, functions, reference ?? "commit")
            }
        }
        return ObjectID(created)
    }
}
