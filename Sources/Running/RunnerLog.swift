import CProcess
import Glibc

/// What a runner says, from a pipe into a file, up to a number of bytes; the rest is taken and dropped, so that nobody
/// waits for room.
struct RunnerLog: ~Copyable {
    /// The end that is read, which does not block.
    let reading: Int32
    /// The end for the runner; closed here once it has it.
    private(set) var writing: Int32
    /// How many bytes are in the file.
    private(set) var written = 0
    /// Whether no process can write any more.
    private(set) var hasEnded = false

    private let file: Int32
    private let limit: Int
    private var part = [UInt8](repeating: 0, count: 64 << 10)

    /// Makes the file, which must not be there, and the pipe.
    ///
    /// - Throws: ``RunningError``.
    init(at path: String, limit: Int) throws(RunningError) {
        let made = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard made >= 0 else { throw RunningError("\(path) cannot be made: \(systemReason(errno))") }
        var ends: [Int32] = [0, 0]
        guard eigenpal_pipe(&ends, 0) == 0 else {
            let code = errno
            close(made)
            throw RunningError("there is no pipe for the runner's output: \(systemReason(code))")
        }
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        (reading, writing, file, self.limit) = (ends[0], ends[1], made, limit)
    }

    deinit {
        close(file)
        close(reading)
        if writing >= 0 { close(writing) }
    }

    /// Closes the runner's end.
    mutating func closeWriting() {
        if writing >= 0 { close(writing) }
        writing = -1
    }

    /// Takes what is there, a MiB at most at a time.
    mutating func take() {
        for _ in 0..<16 where !hasEnded {
            let count = part.withUnsafeMutableBytes { read(reading, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            if count == 0 { hasEnded = true }
            guard count > 0 else { return }
            keep(min(count, limit - written))
        }
    }

    private mutating func keep(_ count: Int) {
        var offset = 0
        while offset < count {
            let done = part[offset..<count].withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            if done < 0, errno == EINTR { continue }
            // A full disk costs the log, not the run.
            guard done > 0 else { return }
            offset += done
        }
        written += max(count, 0)
    }
}
