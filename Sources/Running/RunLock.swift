import Glibc

/// The lock beside a run's working folder, `<folder>.lock`, that its supervisor holds while anything of the run may be
/// alive. The system gives it back when the supervisor ends, however that ends.
public struct RunLock: ~Copyable {
    private let file: Int32

    /// Takes the lock of a working folder; nil where another process has it.
    ///
    /// - Throws: ``RunningError`` where there can be no such file.
    public init?(workingDirectory: String) throws(RunningError) {
        let path = Self.path(of: workingDirectory)
        let opened = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard opened >= 0 else { throw RunningError("\(path) cannot be opened: \(systemReason(errno))") }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(opened)
            if code == EWOULDBLOCK { return nil }
            throw RunningError("\(path) cannot be locked: \(systemReason(code))")
        }
        file = opened
    }

    deinit { close(file) }

    /// The lock's file.
    public static func path(of workingDirectory: String) -> String { "\(workingDirectory).lock" }

    /// Whether a supervisor is at work in a folder.
    public static func isHeld(workingDirectory: String) -> Bool {
        let opened = open(path(of: workingDirectory), O_RDWR | O_NOFOLLOW | O_CLOEXEC)
        guard opened >= 0 else { return false }
        defer { close(opened) }
        return flock(opened, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }

    /// Removes the lock's file of a run that has ended.
    public static func remove(workingDirectory: String) { unlink(path(of: workingDirectory)) }
}
