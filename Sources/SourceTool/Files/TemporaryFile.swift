import Glibc
import SystemPackage

/// A file beside another that is to take its place; locked while its writer lives.
struct TemporaryFile: ~Copyable {
    private let path: FilePath
    private let descriptor: Int32

    /// Makes the file, with the permissions of the one it will replace where `mode` is nil.
    init(beside target: FilePath, mode: FilePermissions?) throws(ToolError) {
        guard let name = target.lastComponent?.string else {
            throw ToolError("\(target) does not name a file")
        }
        let suffix = String(UInt64.random(in: .min ... .max), radix: 36)
        let temporary = Files.parent(of: target).appending(Self.prefix(for: name) + suffix + ".tmp")
        let opened = open(temporary.string, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard opened >= 0 else { throw Files.failure("written", target, errno) }
        (path, descriptor) = (temporary, opened)
        _ = flock(opened, LOCK_EX | LOCK_NB)
        _ = fchmod(opened, (mode ?? Self.usualMode(of: target)).rawValue)
    }

    deinit { close(descriptor) }

    /// Writes the bytes and, where it has to last, waits until the disk has them.
    func fill(_ bytes: [UInt8], isDurable: Bool) throws(ToolError) {
        let failure = StandardStream.send(bytes, to: descriptor)
        guard failure == 0 else { throw Files.failure("written", path, failure) }
        guard !isDurable || fsync(descriptor) == 0 else { throw Files.failure("written", path, errno) }
    }

    /// Takes the place of `target`.
    ///
    /// - Returns: false where this file has been taken away meanwhile.
    func replace(_ target: FilePath) throws(ToolError) -> Bool {
        if rename(path.string, target.string) == 0 { return true }
        if errno == ENOENT { return false }
        throw Files.failure("replaced", target, errno)
    }

    /// Takes the file away again.
    func remove() { unlink(path.string) }

    /// Whether a name in a directory is that of a temporary file for the file `name`.
    static func isOne(_ candidate: String, for name: String) -> Bool {
        candidate.hasPrefix(prefix(for: name)) && candidate.hasSuffix(".tmp")
    }

    /// Whether a name in a directory is that of a temporary file for any file.
    static func isOne(_ candidate: String) -> Bool {
        candidate.hasPrefix(".") && candidate.hasSuffix(".tmp") && candidate.contains(".eigenpal-")
    }

    private static func prefix(for name: String) -> String { ".\(name).eigenpal-" }

    private static func usualMode(of target: FilePath) -> FilePermissions {
        var status = stat()
        if lstat(target.string, &status) == 0, status.st_mode & S_IFMT == S_IFREG {
            return FilePermissions(rawValue: status.st_mode & 0o7777)
        }
        let mask = umask(0o077)
        umask(mask)
        return FilePermissions(rawValue: 0o666 & ~mask)
    }
}
