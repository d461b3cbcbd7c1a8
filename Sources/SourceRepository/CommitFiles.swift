import Git

/// The files of one commit, read from Git's objects.
///
/// The ids of directories are kept as they are met, so that listing a tree from its root down opens each tree once.
/// Bound to the ``Git/Repository`` it was made with, and like it for one task at a time.
public struct CommitFiles: PackageFiles {
    /// The commit whose files these are.
    public let commit: ObjectID
    /// The id of its root tree.
    public let tree: ObjectID

    private let repository: Repository
    private let known = KnownTrees()

    private final class KnownTrees {
        var ids: [String: ObjectID] = [:]
    }

    /// Reads a commit's files.
    ///
    /// - Throws: ``SourceRepositoryError/git(_:)`` for a commit that is not there.
    public init(repository: Repository, commit: ObjectID) throws(SourceRepositoryError) {
        do throws(GitError) {
            tree = try repository.commit(commit).tree
        } catch {
            throw .git(error)
        }
        self.repository = repository
        self.commit = commit
    }

    /// See ``PackageFiles/entries(in:)``.
    public func entries(in directory: String) throws(SourceRepositoryError) -> [FileEntry] {
        guard let id = try treeID(of: directory) else { return [] }
        do throws(GitError) {
            let entries = try repository.tree(id).map { entry in
                if entry.kind == .tree { known.ids[joined(directory, entry.name)] = entry.id }
                return FileEntry(name: entry.name, kind: Self.kind(of: entry.kind))
            }
            // Git sorts a directory as if its name ended in a slash.
            return entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        } catch {
            throw .git(error)
        }
    }

    /// See ``PackageFiles/entry(at:)``.
    public func entry(at path: String) throws(SourceRepositoryError) -> FileEntry? {
        if path.isEmpty { return FileEntry(name: "", kind: .directory) }
        return try treeEntry(at: path).map { FileEntry(name: $0.name, kind: Self.kind(of: $0.kind)) }
    }

    /// See ``PackageFiles/read(_:limit:)``.
    public func read(_ path: String, limit: Int) throws(SourceRepositoryError) -> [UInt8]? {
        guard let entry = try treeEntry(at: path), entry.kind == .blob || entry.kind == .executable else {
            return nil
        }
        do throws(GitError) {
            return try repository.blob(entry.id, limit: limit)
        } catch {
            if case .tooLarge = error { throw .tooLarge(path: path, limit: limit) }
            throw .git(error)
        }
    }

    /// The id of a directory's tree; nil where there is no directory.
    public func treeID(of directory: String) throws(SourceRepositoryError) -> ObjectID? {
        if directory.isEmpty { return tree }
        if let id = known.ids[directory] { return id }
        guard let entry = try treeEntry(at: directory), entry.kind == .tree else { return nil }
        known.ids[directory] = entry.id
        return entry.id
    }

    private func treeEntry(at path: String) throws(SourceRepositoryError) -> TreeEntry? {
        guard let parts = pathComponents(path), let name = parts.last else { return nil }
        do throws(GitError) {
            if let parent = known.ids[parts.dropLast().joined(separator: "/")] {
                return try repository.entry(atPath: name, inTree: parent)
            }
            return try repository.entry(atPath: path, inTree: tree)
        } catch {
            throw .git(error)
        }
    }

    private static func kind(of kind: EntryKind) -> FileEntry.Kind {
        switch kind {
        case .blob, .executable: .file
        case .tree: .directory
        case .symlink: .symlink
        case .submodule: .other
        }
    }
}
