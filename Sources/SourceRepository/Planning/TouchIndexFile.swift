import Glibc

/// The index's file, `eigenpal/touch-index` in the directory that all worktrees of a repository share.
///
/// It can be thrown away at any time. A new one takes the old one's place in one step, and of two processes that write
/// at once one does without: a reader sees a whole file, whichever it is.
struct TouchIndexFile {
    /// The largest file that is read, in bytes.
    private static let limit = 1 << 30
    /// After how many seconds another's unfinished file was left behind by a process that died.
    private static let patience = 60

    private let directory: String
    private var path: String { directory + "/touch-index" }

    /// - Parameter commonDirectory: the Git directory, with a slash at its end.
    init(commonDirectory: String) { directory = commonDirectory + "eigenpal" }

    /// The index; empty where there is none that is whole.
    func read() -> TouchIndex {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else { return TouchIndex() }
        defer { close(file) }
        var information = stat()
        guard fstat(file, &information) == 0, information.st_mode & S_IFMT == S_IFREG,
            information.st_size <= Self.limit
        else { return TouchIndex() }
        var bytes = [UInt8](repeating: 0, count: Int(information.st_size))
        var count = 0
        while count < bytes.count {
            let part = bytes[count...].withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, $0.count) }
            if part < 0, errno == EINTR { continue }
            guard part > 0 else { return TouchIndex() }
            count += part
        }
        return TouchIndex(bytes: bytes) ?? TouchIndex()
    }

    /// Writes the index, as far as that can be done: a plan does not need it.
    func write(_ index: TouchIndex) {
        let temporary = path + ".lock"
        guard mkdir(directory, 0o777) == 0 || errno == EEXIST else { return }
        var file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666)
        if file < 0, errno == EEXIST, isLeftBehind(temporary), unlink(temporary) == 0 {
            file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666)
        }
        guard file >= 0 else { return }
        let isWritten = write(index.bytes, to: file)
        guard close(file) == 0, isWritten, rename(temporary, path) == 0 else {
            unlink(temporary)
            return
        }
    }

    private func write(_ bytes: [UInt8], to file: Int32) -> Bool {
        var count = 0
        while count < bytes.count {
            let part = bytes[count...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if part < 0, errno == EINTR { continue }
            guard part > 0 else { return false }
            count += part
        }
        return true
    }

    private func isLeftBehind(_ path: String) -> Bool {
        var information = stat()
        guard lstat(path, &information) == 0 else { return false }
        return time(nil) - information.st_mtim.tv_sec > Self.patience
    }
}
