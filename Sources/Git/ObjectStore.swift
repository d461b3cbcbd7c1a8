/// Reads a repository's objects in bulk: from its files where they are of the ordinary kind, and through libgit2 where
/// they are not, which then is loaded for it. For one task at a time.
public final class ObjectStore {
    private let files: ObjectFiles?
    private let opening: () throws(GitError) -> Repository
    private var opened: Repository?
    private var trees = KnownTrees()
    private var blobs: [ObjectID: [UInt8]] = [:]
    private var blobBytes = 0

    private static let keptBytes = 32 << 20

    /// The objects of a repository.
    ///
    /// - Parameters:
    ///   - place: where its files are; nil where only libgit2 knows.
    ///   - opening: opens it in libgit2, when that is needed.
    public init(place: RepositoryPlace?, opening: @escaping () throws(GitError) -> Repository) {
        files = place.flatMap(ObjectFiles.init)
        self.opening = opening
    }

    /// The objects of a repository that is open, all of them read through libgit2.
    public convenience init(of repository: Repository) {
        self.init(place: nil) { () throws(GitError) in repository }
    }

    /// The repository in libgit2.
    ///
    /// - Throws: ``GitError`` where it cannot be opened.
    public var repository: Repository {
        get throws(GitError) {
            if let opened { return opened }
            let repository = try opening()
            opened = repository
            return repository
        }
    }

    /// Whether history was cut off when the repository was cloned, so that parents may be missing.
    ///
    /// - Throws: ``GitError`` where the repository cannot be opened.
    public var isShallow: Bool {
        get throws(GitError) {
            guard files == nil else { return false }
            return try repository.isShallow
        }
    }

    /// An object's kind and bytes; nil where there is no such object.
    ///
    /// - Throws: `GitError.tooLarge` for one over the limit.
    public func object(
        _ id: ObjectID, limit: Int = ObjectFiles.maximumSize
    ) throws(GitError) -> (kind: ObjectKind, bytes: [UInt8])? {
        if let found = files?.object(id, limit: limit) { return found }
        do throws(GitError) {
            return try repository.rawObject(id, limit: limit)
        } catch .notFound {
            return nil
        }
    }

    /// The commit of this name; nil where there is none, as beyond the edge of a shallow clone.
    ///
    /// - Throws: ``GitError``.
    public func commit(_ id: ObjectID) throws(GitError) -> Commit? {
        if let commit = try? files?.commit(id) { return commit }
        do throws(GitError) {
            return try repository.commit(id)
        } catch .notFound {
            return nil
        }
    }

    /// The tree of this name; one without entries for nil. The trees that were read last are kept.
    ///
    /// - Throws: `GitError.notFound`.
    public func tree(_ id: ObjectID?) throws(GitError) -> TreeText {
        guard let id else { return .empty }
        if let known = trees[id] { return known }
        guard let tree = try readTree(id) else {
            // libgit2 says what is wrong with it.
            _ = try repository.tree(id)
            throw .notFound("tree \(id)")
        }
        trees.insert(tree, as: id)
        return tree
    }

    private func readTree(_ id: ObjectID) throws(GitError) -> TreeText? {
        if let (kind, bytes) = files?.object(id) { return kind == .tree ? TreeText(bytes) : nil }
        // Without asking for its size first, which takes libgit2 a good part of the time that reading it takes.
        return try repository.withRawObject(id, called: "tree") { kind, bytes in
            kind == .tree ? TreeText(Array(bytes)) : nil
        }
    }

    /// A file's contents; nil for one that is not there. Those that were read last are kept: a commit's file is its
    /// child's old one.
    ///
    /// - Throws: `GitError.tooLarge`.
    public func blob(_ id: ObjectID, limit: Int = ObjectFiles.maximumSize) throws(GitError) -> [UInt8]? {
        if let known = blobs[id] { return known }
        guard let (kind, bytes) = try object(id, limit: limit), kind == .blob else { return nil }
        if bytes.count <= Self.keptBytes / 4 {
            if blobBytes + bytes.count > Self.keptBytes { (blobs, blobBytes) = ([:], 0) }
            blobs[id] = bytes
            blobBytes += bytes.count
        }
        return bytes
    }

    /// The id of what lies at a path below a tree, and what it is; nil where there is nothing.
    ///
    /// - Throws: `GitError.notFound` for a tree that is not there.
    public func entry(
        atPath path: String, inTree root: ObjectID
    ) throws(GitError) -> (kind: EntryKind, id: ObjectID)? {
        var entry: (kind: EntryKind, id: ObjectID) = (.tree, root)
        for name in path.split(separator: "/") {
            guard entry.kind == .tree else { return nil }
            let tree = try tree(entry.id)
            guard let found = tree.entry(named: String(name)) else { return nil }
            entry = (found.kind, tree.id(of: found))
        }
        return entry
    }
}
