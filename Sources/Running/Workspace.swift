import Git
import Glibc
import SourceFormat
import SourceRepository

/// A run's working folder: the package with its locked dependencies, the input, and room for what the runner leaves.
///
/// ```
/// input.json         the input, written by ``writeInput(_:)``
/// files/             the input's files
/// package/           the package, with what it needs in package/eigenpal_modules/<package path>
/// eigenpal.lock      what all of it was locked to
/// home/, tmp/        the runner's HOME and TMPDIR
/// ```
public struct Workspace: Sendable, Hashable {
    /// The folder's path.
    public let path: String

    /// A working folder that is there, or was.
    public init(path: String) { self.path = path }

    /// The package's folder.
    public var package: String { "\(path)/package" }
    /// The folder for the input's files.
    public var files: String { "\(path)/files" }
    /// What the runner is told to be its home.
    public var home: String { "\(path)/home" }
    /// What the runner is told to be the place for passing files.
    public var temporary: String { "\(path)/tmp" }
    /// The runner's output as text.
    public var log: String { "\(path)/\(Self.logName)" }

    static let logName = "runner.log"

    /// Makes a working folder, straight from Git's objects.
    ///
    /// - Parameters:
    ///   - path: where; nothing may be there. The folder above must be.
    ///   - lockfile: the package and what it needs.
    /// - Throws: ``RunningError`` for a package that holds what may not be written (links, submodules, names that lead
    ///   elsewhere or differ in case only), for one that is needed at two versions, and where the system refuses.
    ///   Nothing is left behind.
    public static func make(
        at path: String, lockfile: Lockfile, from repository: Repository
    ) throws(RunningError) -> Workspace {
        try make(at: path, lockfile, repository) { writer throws(SourceRepositoryError) in
            try writer.add(lockfile.root, at: "package", from: repository)
        }
    }

    /// Makes a working folder with the package's files as they lie in a folder, and its dependencies from Git's objects.
    ///
    /// - Parameters:
    ///   - path: where; nothing may be there. The folder above must be.
    ///   - folder: the package's folder.
    ///   - isIgnored: says of a path below that folder whether it is left out with all below it; `.git` and what an
    ///     installation puts there are in any case, as are packages that nest below.
    /// - Throws: as ``make(at:lockfile:from:)``.
    public static func make(
        at path: String, lockfile: Lockfile, workingCopy folder: String, from repository: Repository,
        isIgnored: (_ path: String) -> Bool = { _ in false }
    ) throws(RunningError) -> Workspace {
        try make(at: path, lockfile, repository) { writer throws(SourceRepositoryError) in
            let copy = WorkingCopy(
                package: lockfile.root.packagePath, files: WorkingFiles(directory: folder), folder: folder)
            try copy.add(to: writer, isIgnored: isIgnored)
        }
    }

    private static func make(
        at path: String, _ lockfile: Lockfile, _ repository: Repository,
        addingPackage: (FolderWriter) throws(SourceRepositoryError) -> Void
    ) throws(RunningError) -> Workspace {
        let modules: [LockNode]
        do { modules = try lockfile.modules() } catch {
            throw RunningError(error.description, next: "Run: eigenpal-src deps update")
        }
        let writer: FolderWriter
        do { writer = try FolderWriter(making: path, modes: .own) } catch {
            throw RunningError("the run's folder cannot be made: \(error)")
        }
        let workspace = Workspace(path: path)
        do {
            for folder in ["files", "package", "home", "tmp"] { try writer.makeFolder(folder) }
            try addingPackage(writer)
            for node in modules {
                try writer.add(node, at: "package/eigenpal_modules/\(node.packagePath)", from: repository)
            }
            try writer.write(Array(lockfile.text.utf8), to: "eigenpal.lock")
        } catch {
            try? workspace.remove()
            throw RunningError("the run's folder cannot be filled: \(error)")
        }
        return workspace
    }

    /// Writes `input.json`, which must not be there yet.
    ///
    /// - Throws: ``RunningError`` where it is there, or cannot be written.
    public func writeInput(_ text: [UInt8]) throws(RunningError) { try write(text, to: "input.json") }

    /// Writes a file that must not be there yet, by its path below the folder.
    ///
    /// - Throws: ``RunningError`` where it is there, or cannot be written.
    public func write(_ text: [UInt8], to name: String) throws(RunningError) {
        do { try FolderWriter(folder: path, modes: .own).write(text, to: name) } catch {
            throw RunningError("the run's \(name) cannot be written: \(error)")
        }
    }

    /// What starts the runner.
    ///
    /// - Parameter runner: the operator's command, for `/bin/sh`; nil for the package's own file `run`.
    /// - Throws: ``RunningError`` where neither is there.
    public func command(runner: String?) throws(RunningError) -> [String] {
        if let runner { return ["/bin/sh", "-c", runner] }
        let own = "\(package)/run"
        var status = stat()
        guard lstat(own, &status) == 0, status.kind == S_IFREG else {
            throw RunningError(
                "the package has no file named run, and no runner is configured",
                next: "Add an executable file run to the package, or start the server with --runner COMMAND")
        }
        guard status.st_mode & 0o100 != 0 else {
            throw RunningError(
                "the package's file run is not executable", next: "Run: git update-index --chmod=+x run")
        }
        return [own]
    }

    /// Removes the folder with all that is in it, however deep and whatever its permissions. Links are not followed.
    ///
    /// - Throws: ``RunningError`` where something stays: another user's files, or a file system mounted on them.
    public func remove() throws(RunningError) { try FolderRemoval.remove(path) }
}
