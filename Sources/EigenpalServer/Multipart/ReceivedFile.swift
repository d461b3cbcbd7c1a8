import HTTPTypes
import NIOPosix

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file that is being received: written in large pieces, on threads that may wait for the disk.
final class ReceivedFile: Sendable {
    /// Its identifier.
    let id: String
    private let descriptor: Int32
    // Written by one task at a time, the one that reads the request; a piece on its way to disk is not touched.
    nonisolated(unsafe) private var pending: [UInt8] = []
    nonisolated(unsafe) private(set) var size = 0

    private static let pieceSize = 1 << 20

    /// Makes the file, which must not be there.
    init(path: String, id: String) throws(APIError) {
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw APIError(writing: path, errno) }
        self.id = id
    }

    deinit { close(descriptor) }

    /// Adds bytes.
    func write(_ bytes: ArraySlice<UInt8>) async throws(APIError) {
        size += bytes.count
        pending += bytes
        if pending.count >= Self.pieceSize { try await flush(isLast: false) }
    }

    /// Writes what is left, and has the disk keep it.
    func finish() async throws(APIError) { try await flush(isLast: true) }

    private func flush(isLast: Bool) async throws(APIError) {
        let (piece, descriptor) = (pending, descriptor)
        pending = []
        do {
            try await NIOThreadPool.singleton.runIfActive {
                var rest = piece[...]
                while !rest.isEmpty {
                    let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
                    if count < 0, errno == EINTR { continue }
                    guard count > 0 else { throw APIError(writing: "file", errno) }
                    rest = rest.dropFirst(count)
                }
                if isLast, fsync(descriptor) != 0 { throw APIError(writing: "file", errno) }
            }
        } catch let error as APIError {
            throw error
        } catch {
            throw .http(.internalServerError)
        }
    }
}

extension APIError {
    /// What a failure to write a file of a run means.
    init(writing path: String, _ code: Int32) {
        if code == ENOSPC || code == EDQUOT {
            self.init(
                .init(code: 507, reasonPhrase: "Insufficient Storage"), code: "disk_full",
                "The server's disk is full; nothing was kept.")
        } else {
            self = .http(.internalServerError)
        }
        cause = "\(path): \(String(cString: strerror(code)))"
    }
}
