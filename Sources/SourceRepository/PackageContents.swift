import Git
import SourceFormat

/// The files of one package at a commit, as they may be written into any folder.
///
/// What could reach out of that folder, or could not be told apart in it, is refused: links, submodules, names that lead
/// elsewhere, names that differ in case only. Packages that nest below it, and what an installation puts there, are
/// left out.
public struct PackageContents {
    /// One file.
    public struct File: Sendable, Hashable {
        /// Its path below the package's folder.
        public let path: String
        /// Its contents as an object.
        public let blob: ObjectID
        /// Whether it can be run.
        public let isExecutable: Bool
    }

    /// The most files that a package may have.
    public static let maximumFiles = 100_000
    /// The folders that an installation makes in a package.
    static let installed: Set<String> = ["eigenpal_modules", ".eigenpal"]

    /// The files, in order.
    public private(set) var files: [File] = []
    private let repository: Repository
    private let package: PackagePath

    /// Lists the files of a package.
    ///
    /// - Throws: ``SourceRepositoryError/unreadable(path:reason:)`` for a package that is not there, or holds what may not
    ///   be written; ``SourceRepositoryError/git(_:)``.
    public init(
        of package: PackagePath, at commit: ObjectID, in repository: Repository
    ) throws(SourceRepositoryError) {
        (self.repository, self.package) = (repository, package)
        let root = try CommitFiles(repository: repository, commit: commit)
        guard let tree = try root.treeID(of: package.description) else {
            throw .unreadable(
                path: package.description, reason: "there is no such package in the commit \(short(commit))")
        }
        try add(tree, below: "")
    }

    private mutating func add(_ tree: ObjectID, below folder: String) throws(SourceRepositoryError) {
        let (repository, package) = (repository, package)
        let entries = try inGit { () throws(GitError) in try repository.tree(tree) }
        if !folder.isEmpty, entries.contains(where: { $0.name == PackageFileName.manifest }),
            (try? PackagePath(parsing: "\(package)/\(folder)")) != nil
        {
            return
        }
        var names: [String: String] = [:]
        for entry in entries {
            let path = joined(folder, entry.name)
            if folder.isEmpty, Self.installed.contains(entry.name) { continue }
            if let other = names.updateValue(entry.name, forKey: entry.name.lowercased()) {
                throw refusal(path, "its name differs from \(TerminalText.quoted(other)) in case only")
            }
            guard Self.isSafe(entry.name) else { throw refusal(path, "its name may lead out of the folder") }
            switch entry.kind {
            case .tree: try add(entry.id, below: path)
            case .blob, .executable:
                files.append(
                    File(path: path, blob: entry.id, isExecutable: entry.kind == .executable))
            case .symlink: throw refusal(path, "it is a symbolic link")
            case .submodule: throw refusal(path, "it is a submodule")
            }
            guard files.count <= Self.maximumFiles else {
                throw refusal(path, "the package has more than \(Self.maximumFiles) files")
            }
        }
    }

    private func refusal(_ path: String, _ reason: String) -> SourceRepositoryError {
        .unreadable(path: "\(package)/\(path)", reason: reason)
    }

    /// Whether a name stays in its folder, and is no repository.
    package static func isSafe(_ name: String) -> Bool {
        guard !name.isEmpty, name != ".", name != "..", name.lowercased() != ".git" else { return false }
        return !name.utf8.contains { $0 == 0x2F || $0 == 0x5C || $0 < 0x20 || $0 == 0x7F }
    }
}
