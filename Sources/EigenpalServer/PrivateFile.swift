import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Small files that only their owner may read: mode 0600, written whole or not at all.
enum PrivateFile {
    /// Whether there is anything at the path.
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// The file's text; nil where there is none.
    ///
    /// - Throws: when somebody else could read or replace it, or when it is not a plain file of at most `limit`
    ///   bytes in UTF-8.
    static func read(_ path: String, limit: Int) throws(ServerError) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw failure("cannot be opened", path)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure("cannot be examined", path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw ServerError("\(path) is not a plain file.") }
        guard status.st_mode & 0o077 == 0 else {
            let mode = String(status.st_mode & 0o777, radix: 8)
            throw ServerError(
                "\(path) can be read by others (its mode is \(mode)).", next: "Run: chmod 600 '\(path)'")
        }
        guard status.st_uid == geteuid() || status.st_uid == 0 else {
            throw ServerError(
                "\(path) belongs to another user.", next: "Run the server as the owner of its data.")
        }
        var bytes = [UInt8](repeating: 0, count: limit + 1)
        let count = bytes.withUnsafeMutableBytes { buffer in
            retrying { Glibc.read(descriptor, buffer.baseAddress, buffer.count) }
        }
        guard count >= 0 else { throw failure("cannot be read", path) }
        guard count <= limit, let text = String(validating: bytes[..<count], as: UTF8.self) else {
            throw ServerError("\(path) is not a text of at most \(limit) bytes.")
        }
        return text
    }

    /// Writes the file unless there is one already, even if another process writes it at the same time.
    static func createIfMissing(_ path: String, contents: String) throws(ServerError) {
        let temporary = try writeTemporary(beside: path, contents: contents)
        defer { unlink(temporary) }
        // A link never replaces a file that is there.
        guard link(temporary, path) == 0 || errno == EEXIST else { throw failure("cannot be written", path) }
        try syncDirectory(of: path)
    }

    /// Writes the file, replacing one that is there.
    static func write(_ path: String, contents: String) throws(ServerError) {
        let temporary = try writeTemporary(beside: path, contents: contents)
        guard rename(temporary, path) == 0 else {
            let error = failure("cannot be written", path)
            unlink(temporary)
            throw error
        }
        try syncDirectory(of: path)
    }

    private static func writeTemporary(
        beside path: String, contents: String
    ) throws(ServerError) -> String {
        let temporary = "\(path).\(Identifier.randomText(length: 8)).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failure("cannot be written", path) }
        var remaining = Array(contents.utf8)[...]
        while !remaining.isEmpty {
            let count = remaining.withUnsafeBytes { bytes in
                retrying { Glibc.write(descriptor, bytes.baseAddress, bytes.count) }
            }
            guard count > 0 else { break }
            remaining = remaining.dropFirst(count)
        }
        let isWritten = remaining.isEmpty && fsync(descriptor) == 0
        let error = failure("cannot be written", path)
        close(descriptor)
        guard isWritten else {
            unlink(temporary)
            throw error
        }
        return temporary
    }

    private static func syncDirectory(of path: String) throws(ServerError) {
        let parent = FilePath(path).removingLastComponent().string
        let descriptor = open(parent.isEmpty ? "." : parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    private static func retrying(_ call: () -> Int) -> Int {
        while true {
            let result = call()
            if result >= 0 || errno != EINTR { return result }
        }
    }

    private static func failure(_ what: String, _ path: String) -> ServerError {
        ServerError("\(path) \(what): \(String(cString: strerror(errno))).")
    }
}
