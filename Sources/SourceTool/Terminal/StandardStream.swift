import Glibc
import Sealing

/// Standard input, output and error as descriptors: nothing is held back, so nothing is lost at exit.
public enum StandardStream {
    /// Writes all bytes.
    ///
    /// - Returns: 0, or the `errno` that stopped it.
    public static func send(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
        bytes.withUnsafeBytes { send($0, to: descriptor) }
    }

    /// Writes all bytes from where they are.
    ///
    /// - Returns: 0, or the `errno` that stopped it.
    static func send(_ buffer: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
        var rest = buffer[...]
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest)
            let count = write(descriptor, part.baseAddress, part.count)
            if count < 0 {
                if errno == EINTR { continue }
                if errno == EAGAIN {
                    var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    _ = poll(&wait, 1, -1)
                    continue
                }
                return errno
            }
            rest = rest.dropFirst(count)
        }
        return 0
    }

    /// Reads a descriptor to its end, past ordinary memory as far as it can be: each part is wiped once it is in
    /// guarded memory.
    ///
    /// - Throws: ``ToolError`` for more than `limit` bytes, or when it cannot be read.
    static func readAll(
        from descriptor: Int32 = STDIN_FILENO, _ what: String = "standard input", limit: Int
    ) throws(ToolError) -> SecretBytes {
        var collected: [UInt8] = []
        // Room for all of it from the start: a buffer that grows leaves copies behind.
        collected.reserveCapacity(limit + 1)
        var part = [UInt8](repeating: 0, count: 65_536)
        defer {
            wipe(&part)
            wipe(&collected)
        }
        while true {
            let count = part.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR { continue }
                throw ToolError("\(what) could not be read: \(String(cString: strerror(errno)))")
            }
            guard collected.count + count <= limit else {
                throw ToolError("\(what) holds more than \(limit) bytes")
            }
            collected.append(contentsOf: part[..<count])
        }
        do {
            return try SecretBytes(consuming: &collected)
        } catch {
            throw ToolError(error.description)
        }
    }

    /// Ends the process as one whose reader has gone ends: by the signal, without a word.
    public static func endAsBrokenPipe() -> Never {
        Signals.obey(SIGPIPE)
        exit(128 + SIGPIPE)
    }
}
