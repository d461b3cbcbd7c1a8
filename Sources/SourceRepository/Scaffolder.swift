import Git
import SourceFormat

/// A package to scaffold from a template.
public struct NewPackage: Sendable, Hashable {
    /// What it is made from.
    public let template: Templates.Template
    /// Where it goes.
    public let path: PackagePath
    /// The name its manifest gives it, for people.
    public let name: String
    /// What its manifest says of it, in one sentence.
    public let description: String?

    /// Describes a package to come.
    public init(template: Templates.Template, path: PackagePath, name: String, description: String? = nil) {
        self.template = template
        self.path = path
        self.name = name
        self.description = description
    }

    /// The files it begins with, by their paths from the repository's root.
    var files: [Templates.File] {
        Templates.files(for: template, path: path, name: name, description: description).map {
            Templates.File(
                path: joined(path.description, $0.path), contents: $0.contents, isExecutable: $0.isExecutable)
        }
    }
}

/// Puts the first files of a repository and of its packages in place: by a commit on `main` where there is no working
/// tree, or as files where there is one.
public enum Scaffolder {
    /// Runs its argument while nothing else commits to `main`: the caller's lock, if it has one.
    public typealias Lock =
        (_ body: () throws(SourceRepositoryError) -> ObjectID) throws(SourceRepositoryError) -> ObjectID

    /// Commits a package to `main`, with the repository's first files where they are missing.
    ///
    /// `main` only ever moves from the commit the package was put on: when another commit came between, the package is
    /// put on that, some times over.
    ///
    /// - Parameters:
    ///   - author: author and committer.
    ///   - message: the commit's message; nil says what was scaffolded.
    ///   - lock: see ``Lock``.
    /// - Returns: the new commit.
    /// - Throws: ``SourceRepositoryError/alreadyExists(path:)`` where something lies in the place of one of the files,
    ///   ``SourceRepositoryError/busy(reference:)`` if `main` moves again and again.
    public static func commit(
        _ package: NewPackage, in repository: Repository, mainReference: String = "refs/heads/main",
        author: Signature, message: String? = nil, lock: Lock? = nil
    ) throws(SourceRepositoryError) -> ObjectID {
        let kind = package.template.rawValue
        let commit = ScaffoldCommit(
            repository: repository, reference: mainReference, author: author,
            message: message ?? "feat(\(package.path.dottedName)): scaffold \(kind)\n", files: package.files)
        return try commit.make(under: lock)
    }

    /// Commits the repository's first files, `eigenpal.yaml` and `.gitignore`, to a `main` that lacks one of them.
    ///
    /// - Returns: the new commit; the tip of `main` where nothing is missing.
    /// - Throws: as ``commit(_:in:mainReference:author:message:lock:)``.
    public static func commitRoot(
        in repository: Repository, mainReference: String = "refs/heads/main", author: Signature,
        message: String? = nil, lock: Lock? = nil
    ) throws(SourceRepositoryError) -> ObjectID {
        let commit = ScaffoldCommit(
            repository: repository, reference: mainReference, author: author,
            message: message ?? "chore: set up the source repository\n", files: [])
        return try commit.make(under: lock)
    }

    /// Writes a package into a working directory, with the repository's first files where they are missing.
    ///
    /// Each file appears whole or not at all, and none replaces another. If one cannot be written, those written before
    /// it are removed again.
    ///
    /// - Returns: what was written, relative to the directory, in order.
    /// - Throws: ``SourceRepositoryError/alreadyExists(path:)`` before anything is written, where something lies in the
    ///   place of one of the files; ``SourceRepositoryError/notADirectory(path:)`` where the way leads through a link or
    ///   a file; ``SourceRepositoryError/unwritable(path:reason:)``.
    public static func write(
        _ package: NewPackage, into directory: String
    ) throws(SourceRepositoryError) -> [String] {
        try write(package.files, into: directory)
    }

    /// Writes the repository's first files where they are missing.
    ///
    /// - Returns: what was written, relative to the directory, in order.
    /// - Throws: as ``write(_:into:)``.
    public static func writeRoot(into directory: String) throws(SourceRepositoryError) -> [String] {
        try write([], into: directory)
    }

    private static func write(
        _ files: [Templates.File], into directory: String
    ) throws(SourceRepositoryError) -> [String] {
        let present = WorkingFiles(directory: directory)
        let all = try rootFiles(missingFrom: present) + files
        try checkPlaces(of: all.map(\.path), in: present)
        var writer = ScaffoldWriter(directory: directory)
        // The manifest makes a folder a package: it comes last, so that whoever looks meanwhile sees none or all.
        let manifests = all.filter { $0.path.hasSuffix("/eigenpal.yaml") }
        for file in all.filter({ !$0.path.hasSuffix("/eigenpal.yaml") }) + manifests {
            do throws(SourceRepositoryError) {
                try writer.write(
                    Array(file.contents.utf8), to: file.path, isExecutable: file.isExecutable)
            } catch {
                writer.undo()
                throw error
            }
        }
        return all.map(\.path).sorted()
    }

    /// The repository's first files that are not there.
    static func rootFiles(
        missingFrom files: some PackageFiles
    ) throws(SourceRepositoryError) -> [Templates.File] {
        var missing: [Templates.File] = []
        for file in Templates.rootFiles where try files.entry(at: file.path) == nil {
            missing.append(file)
        }
        return missing
    }

    /// Refuses to put files where something is, or below what is not a directory.
    static func checkPlaces(
        of paths: [String], in files: some PackageFiles
    ) throws(SourceRepositoryError) {
        for path in paths {
            var ancestor = ""
            for part in path.split(separator: "/").dropLast() {
                ancestor = joined(ancestor, String(part))
                guard let entry = try files.entry(at: ancestor) else { break }
                guard entry.isDirectory else { throw .notADirectory(path: ancestor) }
            }
            if try files.entry(at: path) != nil { throw .alreadyExists(path: path) }
        }
    }
}
