#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Writes new files below a directory, following no link, and takes them back if it must.
struct ScaffoldWriter {
    private let directory: String
    private var files: [String] = []
    private var directories: [String] = []

    init(directory: String) {
        self.directory = directory
    }

    /// Writes one file that is not there yet, making the directories that lead to it. It appears under its name only
    /// when all of it is on the disk.
    mutating func write(
        _ bytes: [UInt8], to path: String, isExecutable: Bool = false
    ) throws(SourceRepositoryError) {
        guard let parts = pathComponents(path), let name = parts.last else {
            throw .unwritable(path: path, reason: "not a path inside the repository")
        }
        let parent = try makeDirectories(parts.dropLast())
        defer { close(parent) }
        let temporary = ".\(name).\(getpid()).tmp"
        // One that is there was left by a process that is gone, whose number this one has got.
        unlinkat(parent, temporary, 0)
        do throws(SourceRepositoryError) {
            try fill(temporary, in: parent, with: bytes, mode: isExecutable ? 0o777 : 0o666, for: path)
            // A link, unlike a rename, never replaces what is there.
            if linkat(parent, temporary, parent, name, 0) != 0 {
                if errno == EEXIST { throw .alreadyExists(path: path) }
                try rename(temporary, to: name, in: parent, path: path)
            }
        } catch {
            unlinkat(parent, temporary, 0)
            throw error
        }
        unlinkat(parent, temporary, 0)
        files.append(path)
        fsync(parent)
    }

    /// Removes the files it wrote and the directories it made, as far as nothing else is in them.
    mutating func undo() {
        for path in files.reversed() { unlink("\(directory)/\(path)") }
        for path in directories.reversed() { rmdir("\(directory)/\(path)") }
        files = []
        directories = []
    }

    private mutating func makeDirectories(
        _ parts: ArraySlice<String>
    ) throws(SourceRepositoryError) -> Int32 {
        let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        var current = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard current >= 0 else { throw .unwritable(path: directory, reason: systemMessage(errno)) }
        var path = ""
        for part in parts {
            path = joined(path, part)
            let parent = current
            defer { close(parent) }
            if mkdirat(parent, part, 0o777) == 0 {
                directories.append(path)
                fsync(parent)
            } else if errno != EEXIST {
                throw .unwritable(path: path, reason: systemMessage(errno))
            }
            current = openat(parent, part, flags)
            guard current >= 0 else {
                if errno == ENOTDIR || errno == ELOOP { throw .notADirectory(path: path) }
                throw .unwritable(path: path, reason: systemMessage(errno))
            }
        }
        return current
    }

    private func fill(
        _ name: String, in parent: Int32, with bytes: [UInt8], mode: mode_t, for path: String
    ) throws(SourceRepositoryError) {
        let descriptor = openat(parent, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw .unwritable(path: path, reason: systemMessage(errno)) }
        defer { close(descriptor) }
        var offset = 0
        while offset < bytes.count {
            let written = bytes[offset...].withUnsafeBytes {
                posixWrite(descriptor, $0.baseAddress, $0.count)
            }
            if written < 0, errno == EINTR { continue }
            guard written >= 0 else { throw .unwritable(path: path, reason: systemMessage(errno)) }
            offset += written
        }
        guard fsync(descriptor) == 0 else { throw .unwritable(path: path, reason: systemMessage(errno)) }
    }

    // For file systems without hard links: a look and a rename, which leaves a moment between the two.
    private func rename(
        _ temporary: String, to name: String, in parent: Int32, path: String
    ) throws(SourceRepositoryError) {
        var status = stat()
        guard fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) != 0, errno == ENOENT else {
            throw .alreadyExists(path: path)
        }
        guard renameat(parent, temporary, parent, name) == 0 else {
            throw .unwritable(path: path, reason: systemMessage(errno))
        }
    }
}

private func posixWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, buffer, count)
}
