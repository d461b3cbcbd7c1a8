import Glibc

extension Repository {
    /// How long a lock file must stay as it is before it counts as left behind, in milliseconds. Git holds the lock of
    /// a reference while it writes 41 bytes.
    static let abandonedAfter = 2_000

    /// Removes the lock files of references that a process left behind when it was killed: those that stay as they
    /// are for two seconds. What goes away by itself or changes meanwhile belongs to a process that lives.
    ///
    /// Call it only for references that this process alone writes, which another lock has to ensure, or where it is
    /// known that a process was killed that was about to write them.
    ///
    /// - Parameter names: full names of references.
    /// - Throws: `GitError.permissionDenied` and the like for a lock that cannot be removed.
    public func removeAbandonedLocks(of names: [String]) throws(GitError) {
        let candidates = (names + ["packed-refs"]).map { commonDirectory + $0 + ".lock" }
        let before = candidates.compactMap { path in LockState(path).map { (path, $0) } }
        guard !before.isEmpty else { return }
        var waited = 0
        while waited < Self.abandonedAfter, before.contains(where: { LockState($0.0) == $0.1 }) {
            usleep(50_000)
            waited += 50
        }
        for (path, state) in before where LockState(path) == state {
            guard unlink(path) == 0 || errno == ENOENT else { throw GitError(systemError: errno, path) }
        }
    }
}

/// What tells one lock file from the next of the same name.
private struct LockState: Equatable {
    let inode: UInt
    let size: Int
    let changed: Int
    let nanoseconds: Int

    /// nil where there is no file.
    init?(_ path: String) {
        var information = stat()
        guard lstat(path, &information) == 0 else { return nil }
        inode = UInt(information.st_ino)
        size = Int(information.st_size)
        (changed, nanoseconds) = (information.st_ctim.tv_sec, information.st_ctim.tv_nsec)
    }
}
