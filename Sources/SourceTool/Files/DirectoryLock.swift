import Glibc
import SystemPackage

/// The right to change files of one directory, held by one process or task at a time.
///
/// The directory itself is locked, so that no lock file shows up in a checkout. Where the file system refuses that
/// (a directory over NFS cannot be locked), a hidden file beside the one to change is.
struct DirectoryLock {
    private let descriptor: Int32

    /// Waits for the right to change `path`.
    ///
    /// - Throws: ``ToolError`` when another process has held it for a minute, or the directory cannot be opened.
    init(guarding path: FilePath) throws(ToolError) {
        let directory = Files.parent(of: path)
        let opened = open(directory.string, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard opened >= 0 else { throw Files.failure("opened", directory, errno) }
        var failure = Self.wait(for: opened)
        if failure == 0 {
            descriptor = opened
            return
        }
        close(opened)
        if failure != EWOULDBLOCK {
            let file = directory.appending(".\(path.lastComponent?.string ?? "").lock")
            let fallback = open(file.string, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
            guard fallback >= 0 else { throw Files.failure("locked", path, errno) }
            failure = Self.wait(for: fallback)
            if failure == 0 {
                descriptor = fallback
                return
            }
            close(fallback)
        }
        throw ToolError("\(path) is being changed by another process", details: ["tried for a minute"])
    }

    /// Gives the right back; also happens when the process ends.
    func release() { close(descriptor) }

    private static func wait(for descriptor: Int32) -> Int32 {
        for _ in 0..<3000 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return 0 }
            guard errno == EWOULDBLOCK || errno == EINTR else { return errno }
            usleep(20_000)
        }
        return EWOULDBLOCK
    }
}
