import Git

/// The files of one commit, read from the repository's own files as far as they answer: what ``CommitFiles`` is for
/// libgit2. For one task at a time.
struct StoredFiles: PackageFiles {
    private let objects: ObjectStore
    private let tree: ObjectID

    /// Reads a commit's files.
    ///
    /// - Throws: ``SourceRepositoryError/git(_:)`` for a commit that is not there.
    init(objects: ObjectStore, commit: ObjectID) throws(SourceRepositoryError) {
        guard let found = try inGit({ () throws(GitError) in try objects.commit(commit) }) else {
            throw .git(.notFound("commit \(commit)"))
        }
        (self.objects, tree) = (objects, found.tree)
    }

    func entries(in directory: String) throws(SourceRepositoryError) -> [FileEntry] {
        guard let found = try place(of: directory), found.kind == .tree else { return [] }
        let tree = try inGit { () throws(GitError) in try objects.tree(found.id) }
        // Git sorts a directory as if its name ended in a slash.
        return tree.entries.map { FileEntry(name: tree.name(of: $0), kind: Self.kind(of: $0.kind)) }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    func entry(at path: String) throws(SourceRepositoryError) -> FileEntry? {
        try place(of: path).map { found in
            FileEntry(name: String(path.split(separator: "/").last ?? ""), kind: Self.kind(of: found.kind))
        }
    }

    func read(_ path: String, limit: Int) throws(SourceRepositoryError) -> [UInt8]? {
        guard let found = try place(of: path), found.kind == .blob || found.kind == .executable else {
            return nil
        }
        do throws(GitError) {
            if let bytes = try objects.blob(found.id, limit: limit) { return bytes }
        } catch {
            if case .tooLarge = error { throw .tooLarge(path: path, limit: limit) }
            throw .git(error)
        }
        throw .git(.notFound("blob \(found.id)"))
    }

    private func place(of path: String) throws(SourceRepositoryError) -> (kind: EntryKind, id: ObjectID)? {
        guard pathComponents(path) != nil else { return nil }
        return try inGit { () throws(GitError) in try objects.entry(atPath: path, inTree: tree) }
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
