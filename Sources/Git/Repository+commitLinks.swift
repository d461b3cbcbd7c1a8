import CLibgit2

/// What ties a commit to the rest of the repository, without the words in it.
public struct CommitLinks: Sendable, Hashable {
    /// The tree of files it stands for.
    public let tree: ObjectID
    /// The commits it follows; none for a first commit, several for a merge.
    public let parents: [ObjectID]
    /// When it was committed, in seconds since 1970-01-01T00:00:00Z.
    public let date: Int64
}

extension Repository {
    /// The tree, parents and date of a commit: all that a walk over history asks for.
    ///
    /// - Throws: `GitError.notFound`.
    public func commitLinks(_ id: ObjectID) throws(GitError) -> CommitLinks {
        try withCommit(id) { commit throws(GitError) in
            guard let tree = ObjectID(git.git_commit_tree_id(commit)),
                let committer = git.git_commit_committer(commit)
            else { throw .notFound("commit \(id)") }
            let count = git.git_commit_parentcount(commit)
            var parents: [ObjectID] = []
            parents.reserveCapacity(Int(count))
            for index in 0..<count {
                if let parent = ObjectID(git.git_commit_parent_id(commit, index)) { parents.append(parent) }
            }
            return CommitLinks(tree: tree, parents: parents, date: committer.pointee.when.time)
        }
    }
}
