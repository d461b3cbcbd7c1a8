import Glibc
import Sealing
import SystemPackage

/// A file without a name that lies in memory alone and is gone with the processes that hold it, however they end.
struct MemoryFile: ~Copyable {
    private let descriptor: Int32

    /// Makes a file that programs started from here can open by ``path``.
    ///
    /// - Throws: ``ToolError`` where the system has no such files.
    init(_ contents: SecretPart) throws(ToolError) {
        // It stays open in programs that are started, so that the editor inherits it.
        guard let made = MemoryPlaces.makeFile(named: "secrets") else {
            throw ToolError(
                "there is no place in memory for the plaintext: \(String(cString: strerror(errno)))")
        }
        _ = fchmod(made, 0o600)
        let failure = contents.withBytes { StandardStream.send($0, to: made) }
        guard failure == 0 else {
            close(made)
            throw ToolError(
                "the plaintext could not be put into memory: \(String(cString: strerror(failure)))")
        }
        descriptor = made
    }

    deinit { close(descriptor) }

    /// Where a process that inherited it finds it.
    var path: String { "/proc/self/fd/\(descriptor)" }

    /// What it holds now.
    ///
    /// - Throws: ``ToolError`` for more than `limit` bytes.
    func contents(limit: Int) throws(ToolError) -> SecretBytes {
        guard lseek(descriptor, 0, SEEK_SET) == 0 else {
            throw ToolError("the edited text cannot be read: \(String(cString: strerror(errno)))")
        }
        return try StandardStream.readAll(from: descriptor, "the edited text", limit: limit)
    }
}
