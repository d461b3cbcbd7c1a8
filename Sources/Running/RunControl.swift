import CProcess
import Glibc

/// Where a supervised run hears that it is to stop: from the server, or the tool, at the other end of standard input, and
/// from whoever sends SIGTERM.
struct RunControl {
    private var pending: [UInt8] = []
    private var hasEnded = false

    /// The descriptors that become readable when there may be something to hear.
    var descriptors: [Int32] { hasEnded ? [Termination.reading] : [STDIN_FILENO, Termination.reading] }

    /// Reads the first line; nil where there is none, or it is longer than a job can be.
    mutating func readJob() -> [UInt8]? {
        while true {
            if let end = pending.firstIndex(of: 0x0A) {
                let line = Array(pending[..<end])
                pending.removeSubrange(...end)
                return line
            }
            guard pending.count <= Self.longestJob, readMore() else { return nil }
        }
    }

    /// The most bytes of a job: its environment is bounded by what the system lets a program have.
    private static let longestJob = 16 << 20

    /// What is to be done, now.
    mutating func request() -> RunnerResult.Stop {
        if !hasEnded, isReadable, !readMore() { hasEnded = true }
        if hasEnded { return .serverGone }
        if Termination.hasHappened { return .cancelled }
        while let end = pending.firstIndex(of: 0x0A) {
            let line = pending[..<end]
            pending.removeSubrange(...end)
            if line.elementsEqual("cancel".utf8) { return .cancelled }
        }
        return .none
    }

    private var isReadable: Bool {
        var event = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        return poll(&event, 1, 0) > 0
    }

    private mutating func readMore() -> Bool {
        var part = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = part.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            pending += part[..<count]
            return true
        }
    }
}

/// SIGTERM as something that can be waited for along with descriptors.
enum Termination {
    // A signal handler can reach nothing but globals; they are set before it is.
    private nonisolated(unsafe) static var flag: Int32 = 0
    private nonisolated(unsafe) static var ends: (reading: Int32, writing: Int32) = (-1, -1)

    static var hasHappened: Bool { flag != 0 }
    static var reading: Int32 { ends.reading }

    /// Hears SIGTERM from now on, and is deaf to what a terminal sends.
    static func listen() {
        var made: [Int32] = [0, 0]
        if eigenpal_pipe(&made, O_NONBLOCK) == 0 { ends = (made[0], made[1]) }
        for number in [SIGINT, SIGHUP, SIGPIPE, SIGQUIT] { signal(number, SIG_IGN) }
        signal(SIGTERM) { _ in
            let code = errno
            Termination.flag = 1
            var byte: UInt8 = 0
            _ = write(Termination.ends.writing, &byte, 1)
            errno = code
        }
    }
}
