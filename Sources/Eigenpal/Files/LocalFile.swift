import NIOPosix

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file of this machine that is open; closed when it goes away, unless it is somebody else's.
final class LocalFile: Sendable {
    let descriptor: CInt
    /// The path, for errors.
    let path: String
    private let isOwned: Bool

    /// Takes an open descriptor.
    init(descriptor: CInt, path: String, isOwned: Bool) {
        self.descriptor = descriptor
        self.path = path
        self.isOwned = isOwned
    }

    deinit { if isOwned { close(descriptor) } }

    /// Opens a file for reading.
    static func reading(_ path: String) throws(EigenpalError) -> LocalFile {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw failure(path, "cannot be read", errno) }
        return LocalFile(descriptor: descriptor, path: path, isOwned: true)
    }

    /// The size in bytes; nil for what has none, such as a pipe.
    ///
    /// - Throws: ``EigenpalError/file(path:reason:)`` for a directory.
    func size() throws(EigenpalError) -> Int64? {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.failure(path, "cannot be read", errno) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return Int64(status.st_size)
        case S_IFDIR: throw .file(path: path, reason: "cannot be sent: it is a directory")
        default: return nil
        }
    }

    /// Where the next read of a descriptor that others use too would begin.
    func position() -> Int64 { max(Int64(lseek(descriptor, 0, SEEK_CUR)), 0) }

    /// The next bytes, `count` at most; empty at the end.
    ///
    /// - Parameter offset: where they begin; wherever the descriptor stands where nil.
    func read(_ count: Int, at offset: Int64?) throws(EigenpalError) -> [UInt8] {
        var code: CInt = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            var result: Int
            repeat {
                result =
                    offset.map { pread(descriptor, buffer.baseAddress, count, off_t($0)) }
                    ?? Self.read(descriptor, buffer)
            } while result < 0 && errno == EINTR
            code = result < 0 ? errno : 0
            filled = max(result, 0)
        }
        guard code == 0 else { throw Self.failure(path, "cannot be read", code) }
        return bytes
    }

    /// Writes bytes where the descriptor stands.
    func write(_ bytes: [UInt8]) throws(EigenpalError) {
        var written = 0
        while written < bytes.count {
            let count = Self.write(descriptor, bytes[written...])
            if count < 0 {
                guard errno == EINTR else { throw Self.failure(path, "cannot be written", errno) }
            } else {
                written += count
            }
        }
    }

    /// The error of a call that the system refused.
    static func failure(_ path: String, _ what: String, _ code: CInt) -> EigenpalError {
        let reason =
            switch code {
            case ENOENT: "there is no such file or directory"
            case EACCES, EPERM: "there is no permission"
            case ENOSPC, EDQUOT: "the disk is full"
            case EISDIR: "it is a directory"
            case ELOOP: "it is a symbolic link"
            default: String(cString: strerror(code))
            }
        return .file(path: path, reason: "\(what): \(reason)")
    }

    /// The value of work that waits for a disk, done by a thread that may wait.
    static func waiting<Value: Sendable>(
        _ work: @escaping @Sendable () throws(EigenpalError) -> Value
    ) async throws(EigenpalError) -> Value {
        let result: Result<Value, EigenpalError>
        do {
            result = try await NIOThreadPool.singleton.runIfActive {
                do throws(EigenpalError) { return .success(try work()) } catch { return .failure(error) }
            }
        } catch {
            throw .cancelled
        }
        return try result.get()
    }

    // The system's calls have the names of this class's methods.

    private static func read(_ descriptor: CInt, _ buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
        #if canImport(Glibc)
            Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        #elseif canImport(Musl)
            Musl.read(descriptor, buffer.baseAddress, buffer.count)
        #else
            Darwin.read(descriptor, buffer.baseAddress, buffer.count)
        #endif
    }

    private static func write(_ descriptor: CInt, _ bytes: ArraySlice<UInt8>) -> Int {
        bytes.withUnsafeBytes { buffer in
            #if canImport(Glibc)
                Glibc.write(descriptor, buffer.baseAddress, buffer.count)
            #elseif canImport(Musl)
                Musl.write(descriptor, buffer.baseAddress, buffer.count)
            #else
                Darwin.write(descriptor, buffer.baseAddress, buffer.count)
            #endif
        }
    }
}
