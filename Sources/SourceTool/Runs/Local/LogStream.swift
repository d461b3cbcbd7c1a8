import Glibc
import Running
import SourceFormat

/// What a runner says, from its log's file to standard error while it grows: whole lines, secrets taken out.
struct LogStream {
    private let path: String
    private let mask: SecretMask
    private let isTerminal: Bool
    private var descriptor: Int32 = -1
    private var hasEnded = false
    private var isInLine = false
    private var pending: [UInt8] = []
    private var lastGrowth = ContinuousClock.now
    /// How long the beginning of a line waits for its end: a secret must not be told in two halves.
    private static let patience = Duration.milliseconds(500)
    private static let longestLine = 64 << 10

    init(_ path: String, mask: SecretMask, isTerminal: Bool) {
        (self.path, self.mask, self.isTerminal) = (path, mask, isTerminal)
    }

    /// Takes what has come since.
    ///
    /// - Parameter isOver: whether nothing more comes.
    /// - Returns: what is to be said now.
    mutating func take(isOver: Bool = false) -> [UInt8] {
        if descriptor < 0, !hasEnded { descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while descriptor >= 0 {
            let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            pending += buffer[..<count]
            lastGrowth = .now
        }
        if isOver {
            if descriptor >= 0 { close(descriptor) }
            (descriptor, hasEnded) = (-1, true)
        }
        let isIdle = ContinuousClock.now - lastGrowth > Self.patience
        let end =
            isOver || isIdle || pending.count > Self.longestLine
            ? pending.count : (pending.lastIndex(of: 0x0A) ?? -1) + 1
        guard end > 0 else { return isOver ? lineEnd() : [] }
        isInLine = pending[end - 1] != 0x0A
        defer { pending.removeFirst(end) }
        return Array(shown(pending[..<end]).utf8) + (isOver ? lineEnd() : [])
    }

    /// What ends a line that was begun, so that what this program says next has one of its own.
    mutating func lineEnd() -> [UInt8] {
        defer { isInLine = false }
        return isInLine ? [0x0A] : []
    }

    private func shown(_ bytes: ArraySlice<UInt8>) -> String {
        let text = mask.apply(to: String(decoding: bytes, as: UTF8.self))
        // Whoever wrote the package may not be the one whose terminal this is.
        return isTerminal ? TerminalText.cleaned(text, lineBreaks: true, tabs: true) : text
    }
}
