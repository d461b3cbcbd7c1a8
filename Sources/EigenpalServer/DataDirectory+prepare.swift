#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension DataDirectory {
    /// Makes the directory and the ones above it where they are missing, readable by their owner alone.
    ///
    /// - Returns: the directory by its absolute path, which Git's programs need wherever they run.
    func prepared() throws(ServerError) -> DataDirectory {
        var built = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            built += built.isEmpty || built.hasSuffix("/") ? String(part) : "/\(part)"
            try Self.makeDirectory(built)
        }
        guard let resolved = realpath(path, nil) else {
            throw ServerError("\(path) cannot be found: \(String(cString: strerror(errno))).")
        }
        defer { free(resolved) }
        let directory = DataDirectory(String(cString: resolved))
        try Self.makeDirectory(directory.repositories)
        return directory
    }

    /// Takes the lock that one running server holds for as long as it runs.
    func lockForServer() throws(ServerError) -> FileLock {
        guard let lock = try FileLock.tryAcquire(serverLock) else {
            throw ServerError(
                "Another eigenpal-server is running on \(path).",
                next: "Stop it first, or give this one another --data.")
        }
        return lock
    }

    /// Whether a server has ever begun on this directory.
    var isInUse: Bool { access(database, F_OK) == 0 }

    private static func makeDirectory(_ path: String) throws(ServerError) {
        guard mkdir(path, 0o700) != 0, errno != EEXIST else {
            var status = stat()
            guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
                throw ServerError("\(path) is not a directory.")
            }
            return
        }
        throw ServerError("\(path) cannot be made: \(String(cString: strerror(errno))).")
    }
}
