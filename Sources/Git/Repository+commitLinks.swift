import CLibgit2
import Glibc

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
        // libgit2 takes all of a commit apart, its people and its message too.
        let links = try withRawObject(id, called: "commit") { kind, bytes in
            kind == .commit ? CommitLinks(ofCommit: bytes) : nil
        }
        if let links { return links }
        return try withCommit(id) { commit throws(GitError) in
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

extension CommitLinks {
    /// Reads a commit as git writes it; nil for any other, which libgit2 may know how to take.
    fileprivate init?(ofCommit bytes: UnsafeBufferPointer<UInt8>) {
        var rest = bytes[...]
        /// The line that begins so, without its beginning; it is then passed.
        func line(_ beginning: StaticString) -> UnsafeBufferPointer<UInt8>? {
            let count = beginning.utf8CodeUnitCount
            guard rest.count > count, let base = bytes.baseAddress,
                memcmp(base + rest.startIndex, beginning.utf8Start, count) == 0,
                let end = memchr(base + rest.startIndex, 0x0A, rest.count)
            else { return nil }
            let place = UnsafeRawPointer(end) - UnsafeRawPointer(base)
            defer { rest = bytes[(place + 1)...] }
            return UnsafeBufferPointer(rebasing: bytes[(rest.startIndex + count)..<place])
        }
        guard let tree = line("tree ").flatMap({ ObjectID(hexDigits: $0) }) else { return nil }
        var parents: [ObjectID] = []
        while let digits = line("parent ") {
            guard let parent = ObjectID(hexDigits: digits) else { return nil }
            parents.append(parent)
        }
        guard line("author ") != nil, let committer = line("committer "),
            let close = committer.lastIndex(of: UInt8(ascii: ">")), close + 2 < committer.endIndex,
            committer[close + 1] == 0x20,
            let date = Int(decimalDigits: committer[(close + 2)...].prefix { $0 != 0x20 })
        else { return nil }
        (self.tree, self.parents, self.date) = (tree, parents, Int64(date))
    }
}
