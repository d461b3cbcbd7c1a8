/// What reads the objects of a repository: ``Repository``, which asks libgit2, and ``ObjectFiles``, which does without.
public protocol ObjectReader {
    /// Whether some history was left out when the repository was cloned, so that a commit's parent may be missing.
    var isShallow: Bool { get }

    /// The commit of this name.
    ///
    /// - Throws: `GitError.notFound`.
    func commit(_ id: ObjectID) throws(GitError) -> Commit

    /// The entry at a path below a tree; nil where there is none. The empty path is the tree itself.
    ///
    /// - Throws: `GitError.notFound` for a tree that is not there.
    func entry(atPath path: String, inTree id: ObjectID) throws(GitError) -> TreeEntry?

    /// A file's contents.
    ///
    /// - Parameter limit: the most bytes to read; a larger one is refused before it is read.
    /// - Throws: `GitError.notFound`, `.tooLarge`.
    func blob(_ id: ObjectID, limit: Int) throws(GitError) -> [UInt8]
}

extension Repository: ObjectReader {}
