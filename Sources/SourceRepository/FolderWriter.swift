#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

import Git
import SourceFormat

/// Writes new files below one folder: what an installation and a run's working folder are filled with.
///
/// Each part of a path is opened from the folder before it, no link is followed, and no file that is there is written to.
package struct FolderWriter {
    /// The permissions of what is made, before the process's own mask.
    package struct Modes: Sendable {
        let folder: mode_t
        let file: mode_t
        let executable: mode_t

        /// For everyone, as far as the mask allows.
        package static let shared = Modes(folder: 0o777, file: 0o666, executable: 0o777)
        /// For the owner alone.
        package static let own = Modes(folder: 0o700, file: 0o600, executable: 0o700)
    }

    /// The most bytes of one file.
    package static let largestFile = 512 << 20

    private let folder: String
    private let modes: Modes

    /// Writes below a folder that is there.
    package init(folder: String, modes: Modes) {
        (self.folder, self.modes) = (folder, modes)
    }

    /// Makes the folder, which must not be there yet.
    ///
    /// - Throws: ``SourceRepositoryError/alreadyExists(path:)``, ``SourceRepositoryError/unwritable(path:reason:)``.
    package init(making folder: String, modes: Modes) throws(SourceRepositoryError) {
        guard mkdir(folder, modes.folder) == 0 else {
            if errno == EEXIST { throw .alreadyExists(path: folder) }
            throw .unwritable(path: folder, reason: systemMessage(errno))
        }
        self.init(folder: folder, modes: modes)
    }

    /// Writes the files of a locked package, straight from Git's objects.
    ///
    /// - Parameter place: where below the folder; nil for the folder itself.
    /// - Throws: ``SourceRepositoryError`` also for a package that holds what may not be written; see
    ///   ``PackageContents``.
    package func add(
        _ node: LockNode, at place: String?, from repository: Repository
    ) throws(SourceRepositoryError) {
        guard let commit = ObjectID(hex: node.commit) else {
            throw .unreadable(
                path: node.packagePath.description, reason: "the lockfile's commit is no commit")
        }
        for file in try PackageContents(of: node.packagePath, at: commit, in: repository).files {
            let bytes = try inGit { () throws(GitError) in
                try repository.blob(file.blob, limit: Self.largestFile)
            }
            try write(
                bytes, to: place.map { "\($0)/\(file.path)" } ?? file.path, isExecutable: file.isExecutable)
        }
    }

    /// Makes a folder and those that lead to it, as far as they are missing.
    ///
    /// - Throws: ``SourceRepositoryError/unwritable(path:reason:)``, ``SourceRepositoryError/notADirectory(path:)``.
    package func makeFolder(_ path: String) throws(SourceRepositoryError) {
        guard let parts = pathComponents(path) else { throw outside(path) }
        close(try open(parts[...], of: path))
    }

    /// Writes one file that is not there yet, making the folders that lead to it.
    ///
    /// - Throws: ``SourceRepositoryError/unwritable(path:reason:)``, ``SourceRepositoryError/notADirectory(path:)``,
    ///   ``SourceRepositoryError/alreadyExists(path:)``.
    package func write(
        _ bytes: [UInt8], to path: String, isExecutable: Bool = false
    ) throws(SourceRepositoryError) {
        guard let parts = pathComponents(path), let name = parts.last else { throw outside(path) }
        let parent = try open(parts.dropLast(), of: path)
        defer { close(parent) }
        let file = openat(
            parent, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
            isExecutable ? modes.executable : modes.file)
        guard file >= 0 else {
            if errno == EEXIST { throw .alreadyExists(path: shown(path)) }
            throw .unwritable(path: shown(path), reason: systemMessage(errno))
        }
        var (offset, failure) = (0, Int32(0))
        while offset < bytes.count, failure == 0 {
            let count = bytes[offset...].withUnsafeBytes { systemWrite(file, $0.baseAddress, $0.count) }
            if count >= 0 { offset += count } else if errno != EINTR { failure = errno }
        }
        if close(file) != 0, failure == 0 { failure = errno }
        guard failure == 0 else { throw .unwritable(path: shown(path), reason: systemMessage(failure)) }
    }

    private func open(_ parts: ArraySlice<String>, of path: String) throws(SourceRepositoryError) -> Int32 {
        let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
        var current = systemOpen(folder, flags)
        guard current >= 0 else { throw .unwritable(path: folder, reason: systemMessage(errno)) }
        for part in parts {
            let parent = current
            defer { close(parent) }
            if mkdirat(parent, part, modes.folder) != 0, errno != EEXIST {
                throw .unwritable(path: shown(path), reason: systemMessage(errno))
            }
            current = openat(parent, part, flags | O_NOFOLLOW)
            guard current >= 0 else {
                if errno == ENOTDIR || errno == ELOOP { throw .notADirectory(path: shown(path)) }
                throw .unwritable(path: shown(path), reason: systemMessage(errno))
            }
        }
        return current
    }

    private func outside(_ path: String) -> SourceRepositoryError {
        .unwritable(path: shown(path), reason: "the path leads out of the folder")
    }

    private func shown(_ path: String) -> String { "\(folder)/\(path)" }
}

private func systemOpen(_ path: String, _ flags: Int32) -> Int32 { open(path, flags) }

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
