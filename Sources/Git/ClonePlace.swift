import Glibc

/// The folder that a clone goes to, and what to remove of it should the clone fail.
struct ClonePlace {
    private let path: String
    private let existed: Bool
    /// The directories above it that are not there yet, the innermost first.
    private var missingParents: [String] = []

    /// - Throws: `GitError.alreadyExists` when something is in the folder, or a file stands there.
    init(_ path: String) throws(GitError) {
        self.path = path
        guard let names = names(inFolder: path) else {
            switch errno {
            case ENOENT:
                existed = false
                missingParents = Self.missingParents(of: path)
            case EACCES: throw .permissionDenied(path)
            default: throw .alreadyExists("\(path) is not a folder; something else")
            }
            return
        }
        existed = true
        guard names.isEmpty else { throw .alreadyExists("\(path) is not empty; something in it") }
    }

    /// Removes what is in the folder, and the folder itself unless it was there before.
    func remove() {
        Self.removeContents(of: path)
        if !existed { rmdir(path) }
        // One that something else was put into meanwhile stays.
        for parent in missingParents { rmdir(parent) }
    }

    private static func missingParents(of path: String) -> [String] {
        var missing: [String] = []
        var rest = path[...]
        while true {
            while rest.hasSuffix("/") { rest = rest.dropLast() }
            guard let slash = rest.lastIndex(of: "/") else { break }
            rest = rest[..<slash]
            guard !rest.isEmpty, access(String(rest), F_OK) != 0 else { break }
            missing.append(String(rest))
        }
        return missing
    }

    private static func removeContents(of folder: String) {
        for name in names(inFolder: folder) ?? [] {
            let full = "\(folder)/\(name)"
            var information = stat()
            guard lstat(full, &information) == 0 else { continue }
            if information.st_mode & S_IFMT == S_IFDIR {
                removeContents(of: full)
                rmdir(full)
            } else {
                unlink(full)
            }
        }
    }

    /// Writes a file beside its place, brings it to the disk, and renames it there.
    static func write(_ text: String, to path: String) throws(GitError) {
        let lock = path + ".lock"
        let file = open(lock, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard file >= 0 else {
            if errno == EEXIST { throw .locked(path) }
            throw failure(path)
        }
        var text = text
        let isWritten = text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let count = Glibc.write(file, rest.baseAddress, rest.count)
                if count < 0 {
                    if errno == EINTR { continue }
                    return false
                }
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
            }
            return true
        }
        guard isWritten, fsync(file) == 0 else {
            let error = failure(path)
            close(file)
            unlink(lock)
            throw error
        }
        close(file)
        guard rename(lock, path) == 0 else { throw failure(path) }
    }

    private static func failure(_ path: String) -> GitError {
        switch errno {
        case ENOSPC, EDQUOT: .diskFull(path)
        case EACCES, EPERM, EROFS: .permissionDenied(path)
        default: .other(code: -1, message: "\(path): \(String(cString: strerror(errno)))")
        }
    }
}
