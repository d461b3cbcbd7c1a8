#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// An exclusive lock on a file, held until it is released or the process ends.
final class FileLock: Sendable {
    private let descriptor: Int32

    private init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Gives the lock up; what happens with the value going away, too.
    func release() { flock(descriptor, LOCK_UN) }

    /// Takes the lock if nobody holds it; nil if somebody does.
    static func tryAcquire(_ path: String) throws(ServerError) -> FileLock? {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw ServerError("\(path) cannot be opened: \(String(cString: strerror(errno))).")
        }
        let lock = FileLock(descriptor: descriptor)
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            switch errno {
            case EINTR: continue
            case EWOULDBLOCK: return nil
            default: throw ServerError("\(path) cannot be locked: \(String(cString: strerror(errno))).")
            }
        }
        return lock
    }

    /// Takes the lock, blocking the thread for at most `timeout`.
    static func acquire(_ path: String, timeout: Duration) throws(ServerError) -> FileLock {
        let deadline = ContinuousClock.now + timeout
        while true {
            if let lock = try tryAcquire(path) { return lock }
            guard ContinuousClock.now < deadline else {
                throw ServerError("\(path) has been locked by another process for too long.")
            }
            usleep(20_000)
        }
    }
}
