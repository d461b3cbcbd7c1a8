import Glibc

/// Git's lock of an index, `index.lock`, in a form that tells whether its holder still lives.
///
/// Git and libgit2 see a lock like any other. The file holds a mark, and the kernel's lock on it (`flock`) ends with the
/// process that made it: a marked file that nobody has locked was left by one that was killed, and is taken away by
/// the next. A lock of git's own is never touched, however old it is: `git commit` keeps one while its editor is open.
struct IndexLock: ~Copyable {
    private static let mark = Array("eigenpal-src\n".utf8)

    /// Whether a process that was killed had held it; what else that one was at may lie half done.
    let isTakenOver: Bool
    private let path: String
    private let descriptor: Int32

    /// Takes the lock of the index at a path, waiting a moment for another process.
    ///
    /// - Throws: `GitError.locked` when another process does not let go of it.
    init(of index: String) throws(GitError) {
        let path = index + ".lock"
        (descriptor, isTakenOver) = try Lock.waiting { () throws(GitError) in
            do throws(GitError) {
                return (try Self.create(path), false)
            } catch {
                guard case .locked = error, Self.removeAbandoned(path) else { throw error }
                return (try Self.create(path), true)
            }
        }
        self.path = path
    }

    deinit {
        unlink(path)
        close(descriptor)
    }

    private static func create(_ path: String) throws(GitError) -> Int32 {
        if let file = try createWhole(path) { return file }
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard file >= 0 else { throw failure(path) }
        sign(file)
        return file
    }

    /// Makes a lock that has its mark from the first moment on; nil where the file system cannot.
    private static func createWhole(_ path: String) throws(GitError) -> Int32? {
        // O_TMPFILE, a macro that Swift does not see: a file without a name in this directory.
        let file = open(
            path.prefix(through: path.lastIndex(of: "/") ?? path.startIndex) + ".",
            O_WRONLY | O_DIRECTORY | 0o20000000 | O_CLOEXEC, 0o666)
        guard file >= 0 else { return nil }
        sign(file)
        guard linkat(AT_FDCWD, "/proc/self/fd/\(file)", AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0 else {
            let reason = errno
            close(file)
            errno = reason
            if reason == EEXIST { throw failure(path) }
            return nil
        }
        return file
    }

    /// Marks a lock that the kernel holds for this process: without that the mark would call a living process killed.
    private static func sign(_ file: Int32) {
        if flock(file, LOCK_EX | LOCK_NB) == 0 { _ = write(file, mark, mark.count) }
    }

    private static func failure(_ path: String) -> GitError {
        errno == EEXIST ? .locked("the index (\(path))") : GitError(systemError: errno, path)
    }

    /// Whether a process that was killed left the lock of the index at a path.
    static func isAbandoned(of index: String) -> Bool {
        guard let file = openAbandoned(index + ".lock") else { return false }
        close(file)
        return true
    }

    /// Removes a lock whose holder was killed.
    ///
    /// - Returns: whether it is gone.
    private static func removeAbandoned(_ path: String) -> Bool {
        guard let file = openAbandoned(path) else { return false }
        defer { close(file) }
        // Another process may have removed it meanwhile and made its own.
        var (mine, current) = (stat(), stat())
        guard fstat(file, &mine) == 0 else { return false }
        guard lstat(path, &current) == 0 else { return errno == ENOENT }
        return mine.st_ino == current.st_ino && mine.st_dev == current.st_dev && unlink(path) == 0
    }

    /// Opens a lock whose holder was killed, and holds it.
    private static func openAbandoned(_ path: String) -> Int32? {
        let file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { return nil }
        var found = [UInt8](repeating: 0, count: mark.count + 1)
        guard read(file, &found, found.count) == mark.count, found.prefix(mark.count) == mark[...],
            flock(file, LOCK_EX | LOCK_NB) == 0
        else {
            close(file)
            return nil
        }
        return file
    }
}
