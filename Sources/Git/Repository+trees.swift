import CLibgit2
import Glibc

/// What a tree's entry is.
public enum EntryKind: Sendable, Hashable {
    /// A file, a file that can be run, a symbolic link, a folder, another repository's commit.
    case blob, executable, symlink, tree, submodule
}

/// An entry of a tree.
public struct TreeEntry: Sendable, Hashable {
    /// Its name in the tree, without a path.
    public let name: String
    /// The object it stands for.
    public let id: ObjectID
    /// What it is.
    public let kind: EntryKind
}

/// What to do at a path when a tree is written.
public enum TreeChange: Sendable, Hashable {
    /// Put a file there.
    case blob(ObjectID, executable: Bool)
    /// Take away what is there.
    case remove
}

extension Repository {
    /// A tree's entries, in Git's order.
    ///
    /// - Throws: `GitError.notFound`.
    public func tree(_ id: ObjectID) throws(GitError) -> [TreeEntry] {
        try withTree(id) { tree throws(GitError) in
            (0..<git.git_tree_entrycount(tree)).compactMap { entry(git.git_tree_entry_byindex(tree, $0)) }
        }
    }

    /// The entry at a path below a tree; nil where there is none. The empty path is the tree itself.
    public func entry(atPath path: String, inTree id: ObjectID) throws(GitError) -> TreeEntry? {
        try withTree(id) { tree throws(GitError) in
            if path.isEmpty { return TreeEntry(name: "", id: id, kind: .tree) }
            guard TreePath.isPlain(path) else { return nil }
            var found: OpaquePointer?
            let code = git.git_tree_entry_bypath(&found, tree, path)
            if code == GIT_ENOTFOUND.rawValue { return nil }
            try check(code, functions, path)
            defer { git.git_tree_entry_free(found) }
            return entry(found)
        }
    }

    private func withTree<Result>(
        _ id: ObjectID, _ body: (OpaquePointer?) throws(GitError) -> Result
    ) throws(GitError) -> Result {
        var oid = id.oid
        var tree: OpaquePointer?
        try check(git.git_tree_lookup(&tree, pointer, &oid), functions, "tree \(id)")
        defer { git.git_tree_free(tree) }
        return try body(tree)
    }

    private func entry(_ pointer: OpaquePointer?) -> TreeEntry? {
        guard let pointer, let name = git.git_tree_entry_name(pointer),
            let id = ObjectID(git.git_tree_entry_id(pointer))
        else { return nil }
        let kind: EntryKind? =
            switch git.git_tree_entry_filemode(pointer) {
            case GIT_FILEMODE_BLOB: .blob
            case GIT_FILEMODE_BLOB_EXECUTABLE: .executable
            case GIT_FILEMODE_LINK: .symlink
            case GIT_FILEMODE_TREE: .tree
            case GIT_FILEMODE_COMMIT: .submodule
            default: nil
            }
        return kind.map { TreeEntry(name: String(cString: name), id: id, kind: $0) }
    }

    /// Writes a tree: `base` with changes at paths below it. Folders come and go with the files in them.
    ///
    /// - Throws: `GitError.notFound` when a path to remove is not there, `.invalidName`.
    public func writeTree(
        basedOn base: ObjectID?, changes: [String: TreeChange]
    ) throws(GitError) -> ObjectID {
        for path in changes.keys where !TreePath.isPlain(path) {
            try requirePlain(path)
            throw .invalidName(path.isEmpty ? "the empty path" : path)
        }
        var baseOID: git_oid
        if let base { baseOID = base.oid } else { baseOID = try emptyTree().oid }
        var baseTree: OpaquePointer?
        try check(git.git_tree_lookup(&baseTree, pointer, &baseOID), functions, "base tree")
        defer { git.git_tree_free(baseTree) }
        let paths = changes.keys.sorted()
        let names = paths.map { strdup($0) }
        defer { for name in names { free(name) } }
        let updates = zip(paths, names).map { path, name in
            var update = git_tree_update()
            update.path = UnsafePointer(name)
            switch changes[path] {
            case .blob(let id, let executable):
                update.action = GIT_TREE_UPDATE_UPSERT
                update.id = id.oid
                update.filemode = executable ? GIT_FILEMODE_BLOB_EXECUTABLE : GIT_FILEMODE_BLOB
            case .remove, nil:
                update.action = GIT_TREE_UPDATE_REMOVE
            }
            return update
        }
        var written = git_oid()
        try check(
            git.git_tree_create_updated(&written, pointer, baseTree, updates.count, updates), functions,
            paths.joined(separator: ", "))
        return ObjectID(written)
    }

    private func emptyTree() throws(GitError) -> ObjectID {
        var builder: OpaquePointer?
        try check(git.git_treebuilder_new(&builder, pointer, nil), functions)
        defer { git.git_treebuilder_free(builder) }
        var written = git_oid()
        try check(git.git_treebuilder_write(&written, builder), functions)
        return ObjectID(written)
    }
}
