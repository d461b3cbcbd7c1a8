import Glibc

/// A lock file of git's.
public struct LockFile: Sendable, Hashable {
    /// Where it is.
    public let path: String
    /// How long it has been as it is, in seconds.
    public let age: Int
}

extension Repository {
    /// The lock files of the index, the references and the settings, by whichever program, in order.
    ///
    /// Each is there for moments while it is written; one that stays was left by a process that was killed, or belongs
    /// to one that waits, as `git commit` does for its editor.
    public func lockFiles() -> [LockFile] {
        var paths: Set<String> = []
        for directory in Set([gitDirectory, commonDirectory]) { collectLocks(in: directory, 0, &paths) }
        collectLocks(in: commonDirectory + "refs/", 32, &paths)
        let now = time(nil)
        return paths.sorted().compactMap { path in
            var information = stat()
            guard lstat(path, &information) == 0, information.st_mode & S_IFMT == S_IFREG else { return nil }
            return LockFile(path: path, age: max(0, now - information.st_ctim.tv_sec))
        }
    }

    private func collectLocks(in directory: String, _ depth: Int, _ paths: inout Set<String>) {
        for name in names(inFolder: directory) ?? [] {
            var information = stat()
            let path = directory + name
            if name.hasSuffix(".lock") {
                paths.insert(path)
            } else if depth > 0, lstat(path, &information) == 0, information.st_mode & S_IFMT == S_IFDIR {
                collectLocks(in: path + "/", depth - 1, &paths)
            }
        }
    }
}
