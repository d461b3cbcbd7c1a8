import CProcess
import Glibc

/// A folder that is open: what is in it is reached from its descriptor, name by name, and no link is followed.
///
/// The runner may have left anything in its working folder. A path of several parts would be looked up anew at every
/// use, through whatever its parts are by then.
struct Folder: ~Copyable {
    /// An entry's name as the system has it: bytes that need not be UTF-8, with a NUL at the end.
    typealias Name = [CChar]

    let descriptor: Int32

    /// Takes over a descriptor.
    private init(taking descriptor: Int32) { self.descriptor = descriptor }

    /// Opens a folder by its path, of which only the last part may not be a link; nil, with `errno`, where it is not one.
    init?(path: String) {
        let opened = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard opened >= 0 else { return nil }
        descriptor = opened
    }

    deinit { close(descriptor) }

    /// Opens a folder of this one; nil, with `errno`, for everything that is not one.
    ///
    /// - Parameter opening: gives this user the right to read and change it where it lacks that.
    func folder(_ name: borrowing Name, opening: Bool = false) -> Folder? {
        let flags = O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        if opening { allow(name) }
        let opened = openat(descriptor, name, O_RDONLY | flags)
        guard opened >= 0 else { return nil }
        return Folder(taking: opened)
    }

    /// What an entry is, links not followed; nil, with `errno`, where there is none.
    func status(of name: borrowing Name) -> stat? {
        var status = stat()
        return fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 ? status : nil
    }

    /// What the folder itself is.
    var status: stat? {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? status : nil
    }

    /// Gives this user all rights in a folder of this one, where it is the owner and lacks one.
    private func allow(_ name: borrowing Name) {
        let handle = openat(descriptor, name, eigenpal_O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard handle >= 0 else { return }
        defer { close(handle) }
        Self.allow(handle, 0o700)
    }

    /// Gives this user rights in what a descriptor stands for, which may be one that only names it. By way of `/proc`,
    /// since `fchmod` refuses such a descriptor, and a name could mean something else by now.
    static func allow(_ handle: Int32, _ mode: mode_t) {
        var status = stat()
        guard fstat(handle, &status) == 0, status.st_mode & mode != mode else { return }
        _ = chmod("/proc/self/fd/\(handle)", (status.st_mode & 0o777) | mode)
    }

    /// The names in it, without `.` and `..`, in no order.
    ///
    /// - Parameter limit: the most names; no more are read.
    func names(limit: Int = .max) -> [Name] {
        let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0 else { return [] }
        guard let stream = fdopendir(copy) else {
            close(copy)
            return []
        }
        defer { closedir(stream) }
        var names: [Name] = []
        while names.count < limit, let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) {
                    Name(UnsafeBufferPointer(start: $0, count: strlen($0) + 1))
                }
            }
            if name != Self.itself, name != Self.above { names.append(name) }
        }
        return names
    }

    private static let itself: Name = name(".")
    private static let above: Name = name("..")

    /// A name as the system takes it.
    static func name(_ text: String) -> Name { text.utf8CString.map { $0 } }
}

extension stat {
    /// The bits that say what it is.
    var kind: mode_t { st_mode & S_IFMT }
    /// Which file it is, whatever its names.
    var identity: FileIdentity { FileIdentity(device: UInt64(st_dev), number: UInt64(st_ino)) }
}

/// Which file of the system something is.
struct FileIdentity: Hashable {
    let device: UInt64
    let number: UInt64
}
