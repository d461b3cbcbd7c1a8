import CLibgit2
import Glibc

extension Repository {
    /// Changes the index while no other process writes it, then does what has to follow under the same lock.
    ///
    /// libgit2 takes git's lock (`index.lock`) only while it writes, so that what another process staged since it read
    /// would be lost. Here the lock is held from before the reading on, and libgit2 works on a copy, which is renamed
    /// over the index at the end of `change`; when `change` throws, the index is as it was.
    ///
    /// A reference is moved in `follow`, as git does it: what was cut off between the two is staged already, and is done
    /// when it is done again. The other way round, the old index would undo the commit.
    ///
    /// - Throws: `GitError.locked` when another process does not let go of the index, and what the two throw.
    func withLockedIndex<Change, Result>(
        _ change: (_ index: OpaquePointer?) throws(GitError) -> Change,
        then follow: (Change) throws(GitError) -> Result
    ) throws(GitError) -> Result {
        let path = gitDirectory + "index"
        let lock = try IndexLock(of: path)
        defer { withExtendedLifetime(lock) {} }
        if lock.isTakenOver {
            switch try head() {
            case .branch(let name, _), .unborn(let name): try removeAbandonedLocks(of: ["refs/heads/\(name)"])
            case .detached: break
            }
        }
        // Whoever holds the lock may write it: what is there was left by a process that was killed.
        let copy = path + ".eigenpal-src"
        for leftover in [copy, copy + ".lock"] { unlink(leftover) }
        try IndexCopy.make(of: path, at: copy)
        defer { unlink(copy) }
        var index: OpaquePointer?
        try check(git.git_index_open(&index, copy), functions, path)
        defer { git.git_index_free(index) }
        try check(git.git_repository_set_index(pointer, index), functions, path)
        defer { _ = git.git_repository_set_index(pointer, nil) }
        let made = try change(index)
        try check(git.git_index_write(index), functions, path)
        guard rename(copy, path) == 0 else { throw GitError(systemError: errno, path) }
        return try follow(made)
    }

    /// Takes away what a process that was killed while it changed the index left behind, so that git can work again.
    ///
    /// Does nothing where that is not possible: whoever has to write the index learns it then.
    public func removeAbandonedIndexLock() {
        guard IndexLock.isAbandoned(of: gitDirectory + "index") else { return }
        try? withLockedIndex { _ throws(GitError) in
        } then: { _ throws(GitError) in
        }
    }

    /// Throws `GitError.operationInProgress` where a merge, a rebase or the like waits to be finished: a commit made
    /// now would end it halfway.
    func requireNoOperation() throws(GitError) {
        let state = git_repository_state_t(UInt32(max(0, git.git_repository_state(pointer))))
        switch state {
        case GIT_REPOSITORY_STATE_NONE: return
        case GIT_REPOSITORY_STATE_MERGE: throw .operationInProgress("merge")
        case GIT_REPOSITORY_STATE_REVERT, GIT_REPOSITORY_STATE_REVERT_SEQUENCE:
            throw .operationInProgress("revert")
        case GIT_REPOSITORY_STATE_CHERRYPICK, GIT_REPOSITORY_STATE_CHERRYPICK_SEQUENCE:
            throw .operationInProgress("cherry-pick")
        // Commits are made on the way of a bisection, too.
        case GIT_REPOSITORY_STATE_BISECT: return
        case GIT_REPOSITORY_STATE_APPLY_MAILBOX: throw .operationInProgress("am")
        default: throw .operationInProgress("rebase")
        }
    }
}

/// A copy of the index for libgit2 to write to.
enum IndexCopy {
    /// Copies a file with the time of its last change; a file that is not there is not copied.
    ///
    /// The time counts: a file of the working tree that changed in the same moment as the index was written must be
    /// looked into, and that moment is the index's time.
    static func make(of path: String, at copy: String) throws(GitError) {
        let source = open(path, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else {
            if errno == ENOENT { return }
            throw GitError(systemError: errno, path)
        }
        defer { close(source) }
        let target = open(copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard target >= 0 else { throw GitError(systemError: errno, copy) }
        defer { close(target) }
        do throws(GitError) {
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let count = read(source, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                guard count >= 0 else { throw GitError(systemError: errno, path) }
                if count == 0 { break }
                try write(buffer[..<count], to: target, named: copy)
            }
            var information = stat()
            guard fstat(source, &information) == 0 else { throw GitError(systemError: errno, path) }
            let times = [information.st_atim, information.st_mtim]
            guard futimens(target, times) == 0 else { throw GitError(systemError: errno, copy) }
        } catch {
            unlink(copy)
            throw error
        }
    }

    private static func write(_ bytes: ArraySlice<UInt8>, to file: Int32, named name: String) throws(GitError)
    {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw GitError(systemError: errno, name) }
            rest = rest.dropFirst(count)
        }
    }
}
