import CProcess
import Glibc

/// A regular file with one name that a run left, opened from its folder.
struct OutputFile: ~Copyable {
    private let descriptor: Int32
    private let size: Int

    /// Opens a file; nil for everything else.
    init?(_ name: Folder.Name, in folder: borrowing Folder) {
        // Without O_NONBLOCK a named pipe would wait for a writer.
        var opened = openat(folder.descriptor, name, Self.flags)
        if opened < 0, errno == EACCES {
            let handle = openat(folder.descriptor, name, eigenpal_O_PATH | O_NOFOLLOW | O_CLOEXEC)
            guard handle >= 0 else { return nil }
            var status = stat()
            if fstat(handle, &status) == 0, status.kind == S_IFREG, status.st_nlink == 1 {
                Folder.allow(handle, 0o600)
            }
            close(handle)
            opened = openat(folder.descriptor, name, Self.flags)
        }
        guard opened >= 0 else { return nil }
        var status = stat()
        guard fstat(opened, &status) == 0, status.kind == S_IFREG, status.st_nlink == 1 else {
            close(opened)
            return nil
        }
        (descriptor, size) = (opened, Int(status.st_size))
    }

    deinit { close(descriptor) }

    private static let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC

    /// Its bytes; nil for more than the limit, unless the end of them is enough.
    func bytes(limit: Int, fromEnd: Bool = false) -> [UInt8]? {
        guard size <= limit || fromEnd else { return nil }
        var offset = fromEnd ? max(size - limit, 0) : 0
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count <= limit {
            let count = part.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress, $0.count, off_t(offset))
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            if count == 0 { break }
            bytes += part[..<count]
            offset += count
        }
        // It may have grown since it was measured.
        if bytes.count > limit { return fromEnd ? Array(bytes.suffix(limit)) : nil }
        return bytes
    }

    /// Moves a file, or copies it to another file system; it is the owner's alone afterwards.
    ///
    /// - Parameter status: what was found under the name. What is moved must still be that file.
    /// - Returns: why it was not taken, where the reason lies with the file.
    /// - Throws: ``RunningError`` where the destination cannot be written.
    static func move(
        _ name: Folder.Name, _ status: stat, from folder: borrowing Folder, to target: borrowing Folder
    ) throws(RunningError) -> String? {
        let handle = openat(folder.descriptor, name, eigenpal_O_PATH | O_NOFOLLOW | O_CLOEXEC)
        guard handle >= 0 else { return systemReason(errno) }
        defer { close(handle) }
        var opened = stat()
        guard fstat(handle, &opened) == 0, opened.identity == status.identity else {
            return "it has changed meanwhile"
        }
        if renameat(folder.descriptor, name, target.descriptor, name) == 0 {
            guard target.status(of: name)?.identity == status.identity else {
                _ = unlinkat(target.descriptor, name, 0)
                return "it has changed meanwhile"
            }
            // Neither what others may do with it nor whether it can be run is taken along.
            _ = chmod("/proc/self/fd/\(handle)", 0o600)
            return nil
        }
        guard errno == EXDEV else { return systemReason(errno) }
        guard let file = OutputFile(name, in: folder) else { return "it cannot be read" }
        return try file.copy(name, to: target, expecting: status)
    }

    private func copy(
        _ name: Folder.Name, to target: borrowing Folder, expecting status: stat
    ) throws(RunningError) -> String? {
        var opened = stat()
        guard fstat(descriptor, &opened) == 0, opened.identity == status.identity else {
            return "it has changed meanwhile"
        }
        let made = openat(
            target.descriptor, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard made >= 0 else { throw RunningError("an artifact cannot be written: \(systemReason(errno))") }
        defer { close(made) }
        var part = [UInt8](repeating: 0, count: 1 << 20)
        var offset = 0
        while offset < size {
            let count = part.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress, min($0.count, size - offset), off_t(offset))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            var written = 0
            while written < count {
                let done = part[written..<count].withUnsafeBytes { write(made, $0.baseAddress, $0.count) }
                if done < 0, errno == EINTR { continue }
                guard done > 0 else {
                    let code = errno
                    _ = unlinkat(target.descriptor, name, 0)
                    throw RunningError("an artifact cannot be written: \(systemReason(code))")
                }
                written += done
            }
            offset += count
        }
        guard offset == size else {
            _ = unlinkat(target.descriptor, name, 0)
            return "it has changed meanwhile"
        }
        return nil
    }
}
