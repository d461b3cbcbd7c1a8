#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The files of a checkout as they lie on disk.
///
/// No symbolic link below the checkout's directory is followed, so that nothing outside it is ever read: each part of
/// a path is opened from the directory before it, refusing links. The directory itself may be reached through links.
public struct WorkingFiles: PackageFiles, Sendable {
    /// The checkout's directory.
    public let directory: String

    /// Reads files below a directory.
    public init(directory: String) {
        self.directory = directory
    }

    /// See ``PackageFiles/entries(in:)``. The `.git` of the root is left out, as it is no part of a tree.
    public func entries(in directory: String) throws(SourceRepositoryError) -> [FileEntry] {
        guard let parts = pathComponents(directory), let descriptor = try open(parts, extra: O_DIRECTORY)
        else {
            return []
        }
        guard let stream = fdopendir(descriptor) else {
            let code = errno
            close(descriptor)
            throw .unreadable(path: shown(directory), reason: systemMessage(code))
        }
        defer { closedir(stream) }
        var entries: [FileEntry] = []
        while true {
            errno = 0
            guard let record = readdir(stream) else {
                guard errno == 0 else {
                    throw .unreadable(path: shown(directory), reason: systemMessage(errno))
                }
                break
            }
            let name = withUnsafePointer(to: &record.pointee.d_name) { pointer in
                pointer.withMemoryRebound(
                    to: CChar.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)
                ) {
                    String(cString: $0)
                }
            }
            if name == "." || name == ".." || (parts.isEmpty && name == ".git") { continue }
            entries.append(
                FileEntry(name: name, kind: kind(of: record.pointee.d_type, name, in: dirfd(stream))))
        }
        return entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// See ``PackageFiles/entry(at:)``.
    public func entry(at path: String) throws(SourceRepositoryError) -> FileEntry? {
        guard let parts = pathComponents(path) else { return nil }
        guard let name = parts.last else { return FileEntry(name: "", kind: .directory) }
        guard let parent = try open(parts.dropLast(), extra: O_DIRECTORY) else { return nil }
        defer { close(parent) }
        var status = stat()
        guard fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            if isAbsence(errno) { return nil }
            throw .unreadable(path: path, reason: systemMessage(errno))
        }
        return FileEntry(name: name, kind: Self.kind(ofMode: status.st_mode))
    }

    /// See ``PackageFiles/read(_:limit:)``.
    public func read(_ path: String, limit: Int) throws(SourceRepositoryError) -> [UInt8]? {
        guard let parts = pathComponents(path), !parts.isEmpty,
            let descriptor = try open(parts, extra: O_NONBLOCK)
        else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw .unreadable(path: path, reason: systemMessage(errno))
        }
        guard Self.kind(ofMode: status.st_mode) == .file else { return nil }
        guard Int(status.st_size) <= limit else { throw .tooLarge(path: path, limit: limit) }
        return try bytes(of: descriptor, expecting: Int(status.st_size), limit: limit, path: path)
    }

    // The file may grow while it is read: one byte more than the limit is enough to know.
    private func bytes(
        of descriptor: Int32, expecting size: Int, limit: Int, path: String
    ) throws(SourceRepositoryError) -> [UInt8] {
        var result: [UInt8] = []
        var capacity = size + 1
        while true {
            var code: Int32 = 0
            let chunk = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
                let length = systemRead(descriptor, buffer.baseAddress, capacity)
                code = length < 0 ? errno : 0
                count = max(0, length)
            }
            if code == EINTR { continue }
            guard code == 0 else { throw .unreadable(path: path, reason: systemMessage(code)) }
            if chunk.isEmpty { return result }
            if result.isEmpty { result = chunk } else { result += chunk }
            guard result.count <= limit else { throw .tooLarge(path: path, limit: limit) }
            capacity = min(64 << 10, limit + 1 - result.count)
        }
    }

    /// Opens what lies at a path, each part from the directory before it, following no link.
    private func open(
        _ parts: some Collection<String>, extra: Int32
    ) throws(SourceRepositoryError) -> Int32? {
        let path = parts.joined(separator: "/")
        var current = systemOpen(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard current >= 0 else {
            throw .unreadable(path: directory, reason: systemMessage(errno))
        }
        var remaining = parts.count
        for part in parts {
            remaining -= 1
            let flags = remaining == 0 ? extra : O_DIRECTORY
            let next = openat(current, part, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | flags)
            let code = errno
            close(current)
            guard next >= 0 else {
                // A socket or a device without a driver answers ENXIO: it is there, and no file.
                if isAbsence(code) || code == ENXIO { return nil }
                throw .unreadable(path: path, reason: systemMessage(code))
            }
            current = next
        }
        return current
    }

    private func kind(of type: UInt8, _ name: String, in descriptor: Int32) -> FileEntry.Kind {
        switch Int32(type) {
        case Int32(DT_REG): return .file
        case Int32(DT_DIR): return .directory
        case Int32(DT_LNK): return .symlink
        case Int32(DT_UNKNOWN):
            // Some file systems tell no types in their listings.
            var status = stat()
            guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return .other }
            return Self.kind(ofMode: status.st_mode)
        default: return .other
        }
    }

    private static func kind(ofMode mode: mode_t) -> FileEntry.Kind {
        switch mode & S_IFMT {
        case S_IFREG: .file
        case S_IFDIR: .directory
        case S_IFLNK: .symlink
        default: .other
        }
    }

    private func shown(_ directory: String) -> String { directory.isEmpty ? "." : directory }
}

/// Whether a failed open means that there is nothing of the kind at the path.
private func isAbsence(_ code: Int32) -> Bool {
    code == ENOENT || code == ENOTDIR || code == ELOOP || code == ENAMETOOLONG
}

/// The operating system's word for an error number.
func systemMessage(_ code: Int32) -> String { String(cString: strerror(code)) }

private func systemOpen(_ path: String, _ flags: Int32) -> Int32 { open(path, flags) }

private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, buffer, count)
}
