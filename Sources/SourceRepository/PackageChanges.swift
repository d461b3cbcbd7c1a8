import Git
import SourceFormat

/// Which packages differ between two states of a repository's files, and what differs in no package.
public struct PackageChanges: Sendable, Hashable {
    /// One package that differs.
    public struct Change: Sendable, Hashable {
        /// How a package differs.
        public enum Kind: String, Sendable, Hashable {
            /// It is in the newer state alone.
            case added
            /// It is in both, and not the same; or its manifest is gone from the newer one and other files of it stay.
            case modified
            /// It is in the older state alone: nothing that it held is left.
            case removed
        }

        /// The package.
        public let path: PackagePath
        /// How it differs.
        public let kind: Kind
        /// Its files that differ, relative to the repository's root, in order. The files of packages within its
        /// folder are theirs.
        public let files: [String]
    }

    /// The packages that differ, in order.
    public let packages: [Change]
    /// Files that differ and belong to no package: the root's own, and strays. In order.
    public let otherFiles: [String]

    /// Whether nothing differs.
    public var isEmpty: Bool { packages.isEmpty && otherFiles.isEmpty }

    /// What differs between the working tree with the index, and the commit that is checked out. Ignored files are left
    /// out; files that nobody told Git of yet are in.
    ///
    /// - Throws: ``SourceRepositoryError/git(_:)``, also for a bare repository.
    public static func inWorkingTree(
        of repository: Repository
    ) throws(SourceRepositoryError) -> PackageChanges {
        guard let directory = repository.workingDirectory else {
            throw .git(.bareRepository(repository.gitDirectory))
        }
        let (head, entries) = try inGit { () throws(GitError) in
            (try repository.head(), try repository.status())
        }
        var paths: Set<String> = []
        for entry in entries where entry.worktree != .ignored {
            paths.insert(entry.path)
            if let old = entry.oldPath { paths.insert(old) }
        }
        let new = WorkingFiles(directory: directory)
        guard let commit = head.commit else { return try attributed(paths, old: NoFiles(), new: new) }
        return try attributed(paths, old: try CommitFiles(repository: repository, commit: commit), new: new)
    }

    /// What differs between two commits: found by the ids of their trees, going down only where they differ.
    ///
    /// - Parameter base: the older commit; nil stands for no files at all.
    /// - Throws: ``SourceRepositoryError/git(_:)``.
    public static func between(
        _ base: ObjectID?, and head: ObjectID, in repository: Repository
    ) throws(SourceRepositoryError) -> PackageChanges {
        let new = try CommitFiles(repository: repository, commit: head)
        let old = try base.map { (base) throws(SourceRepositoryError) in
            try CommitFiles(repository: repository, commit: base)
        }
        var paths: Set<String> = []
        try inGit { () throws(GitError) in
            try ObjectStore(of: repository).fileDifferences(of: new.tree, from: [old?.tree]) {
                paths.insert($0.path)
            }
        }
        guard let old else { return try attributed(paths, old: NoFiles(), new: new) }
        return try attributed(paths, old: old, new: new)
    }

    /// Sorts paths by the package they belong to in either state.
    private static func attributed(
        _ paths: Set<String>, old: some PackageFiles, new: some PackageFiles
    ) throws(SourceRepositoryError) -> PackageChanges {
        var owners: [String: PackagePath?] = [:]
        func owner(ofDirectory directory: String) throws(SourceRepositoryError) -> PackagePath? {
            if let known = owners[directory] { return known }
            guard let slash = directory.lastIndex(of: "/") else { return nil }
            var result: PackagePath?
            if let path = try? PackagePath(parsing: directory),
                try [isPackage(path, in: old), isPackage(path, in: new)].contains(true)
            {
                result = path
            } else {
                result = try owner(ofDirectory: String(directory[..<slash]))
            }
            owners[directory] = .some(result)
            return result
        }
        var files: [PackagePath: [String]] = [:]
        var others: [String] = []
        for path in paths.sorted() {
            let slash = path.lastIndex(of: "/")
            if let slash, let owner = try owner(ofDirectory: String(path[..<slash])) {
                files[owner, default: []].append(path)
            } else {
                others.append(path)
            }
        }
        var changes: [Change] = []
        for path in files.keys.sorted() {
            let changed = files[path] ?? []
            let kind: Change.Kind
            if try !isPackage(path, in: old) {
                kind = .added
            } else if try isPackage(path, in: new) {
                kind = .modified
            } else {
                // A manifest that was misnamed or lost is a mistake; what was removed leaves nothing behind.
                kind = try isGone(path, changed: changed, old: old, new: new) ? .removed : .modified
            }
            changes.append(Change(path: path, kind: kind, files: changed))
        }
        return PackageChanges(packages: changes, otherFiles: others)
    }

    /// Whether no file of a package is in the newer state. Those of packages within its folder are not its own, and
    /// what Git ignores does not count.
    private static func isGone(
        _ package: PackagePath, changed: [String], old: some PackageFiles, new: some PackageFiles
    ) throws(SourceRepositoryError) -> Bool {
        func isThere(_ path: String) throws(SourceRepositoryError) -> Bool {
            try new.entry(at: path).map { !$0.isDirectory } ?? false
        }
        for path in changed where try isThere(path) { return false }
        var pending = [package.description]
        while let directory = pending.popLast() {
            for entry in try old.entries(in: directory) {
                let place = joined(directory, entry.name)
                if !entry.isDirectory {
                    if try isThere(place) { return false }
                } else if let nested = try? PackagePath(parsing: place),
                    try [isPackage(nested, in: old), isPackage(nested, in: new)].contains(true)
                {
                    continue
                } else {
                    pending.append(place)
                }
            }
        }
        return true
    }

    private static func isPackage(
        _ path: PackagePath, in files: some PackageFiles
    ) throws(SourceRepositoryError) -> Bool {
        try files.entry(at: path.manifestPath)?.isFile == true
    }
}

/// The state before the first commit.
private struct NoFiles: PackageFiles {
    func entries(in directory: String) -> [FileEntry] { [] }
    func entry(at path: String) -> FileEntry? { nil }
    func read(_ path: String, limit: Int) -> [UInt8]? { nil }
}
