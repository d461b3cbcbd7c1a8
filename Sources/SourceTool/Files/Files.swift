import Glibc
import SystemPackage

/// Reading and making files and directories, each failure with the path and the system's reason.
public enum Files {
    /// The bytes of a regular file; nil where nothing is at the path.
    ///
    /// - Parameter takesPipes: reads a pipe to its end too, as for a file that was named on the command line and is
    ///   really the output of another program.
    /// - Throws: ``ToolError`` for a file of more than `limit` bytes, a directory or device, or one that cannot be
    ///   read.
    public static func read(
        _ path: FilePath, limit: Int, takesPipes: Bool = false
    ) throws(ToolError) -> [UInt8]? {
        // Without O_NONBLOCK a named pipe would wait for a writer, which is right only where one is meant.
        let waiting = takesPipes ? O_NOCTTY : O_NONBLOCK
        let descriptor = open(path.string, O_RDONLY | O_CLOEXEC | waiting)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw failure("read", path, errno)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure("read", path, errno) }
        let kind = status.st_mode & S_IFMT
        guard kind == S_IFREG || (takesPipes && kind == S_IFIFO) else {
            throw ToolError("\(path) is not a file")
        }
        guard status.st_size <= limit else { throw tooLarge(path, limit) }
        // Room for one byte more than there is tells the end of the file without a second piece.
        let size = max(Int(status.st_size) + 1, 4096)
        var bytes: [UInt8] = []
        while true {
            var problem: Int32 = 0
            let part = [UInt8](unsafeUninitializedCapacity: size) { target, count in
                (count, problem) = fill(target, from: descriptor)
            }
            guard problem == 0 else { throw failure("read", path, problem) }
            if bytes.isEmpty { bytes = part } else { bytes.append(contentsOf: part) }
            guard bytes.count <= limit else { throw tooLarge(path, limit) }
            if part.count < size { return bytes }
        }
    }

    /// Reads until there is no more room or no more to read.
    ///
    /// - Returns: how many bytes there are, and the system's code where it failed.
    private static func fill(
        _ target: UnsafeMutableBufferPointer<UInt8>, from descriptor: Int32
    ) -> (count: Int, problem: Int32) {
        var count = 0
        while count < target.count, let base = target.baseAddress {
            let part = Glibc.read(descriptor, base + count, target.count - count)
            if part < 0, errno == EINTR { continue }
            guard part > 0 else { return (count, part < 0 ? errno : 0) }
            count += part
        }
        return (count, 0)
    }

    /// What is at a path, without following a link at its end; nil where nothing is.
    public static func kind(of path: FilePath) -> Kind? {
        var status = stat()
        guard lstat(path.string, &status) == 0 else { return nil }
        return switch status.st_mode & S_IFMT {
        case S_IFREG: .file
        case S_IFDIR: .directory
        case S_IFLNK: .link
        default: .other
        }
    }

    /// What can be at a path.
    public enum Kind: Sendable, Hashable {
        /// A regular file.
        case file
        /// A directory.
        case directory
        /// A symbolic link.
        case link
        /// A device, a pipe or a socket.
        case other
    }

    /// The permission bits of what is at a path, links followed; nil where nothing is.
    public static func permissions(of path: FilePath) -> FilePermissions? {
        var status = stat()
        guard stat(path.string, &status) == 0 else { return nil }
        return FilePermissions(rawValue: status.st_mode & 0o7777)
    }

    /// The size in bytes of what is at a path, links followed; nil where nothing is.
    static func size(of path: FilePath) -> Int? {
        var status = stat()
        guard stat(path.string, &status) == 0 else { return nil }
        return Int(status.st_size)
    }

    /// The names in a directory, in order, without `.` and `..`.
    ///
    /// - Throws: ``ToolError`` where it cannot be read.
    public static func names(in directory: FilePath) throws(ToolError) -> [String] {
        guard let stream = opendir(directory.string) else { throw failure("read", directory, errno) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Makes a directory and those above it that are missing.
    ///
    /// - Parameter mode: the permissions of the directories that are made.
    /// - Throws: ``ToolError`` where one cannot be made, or something that is no directory is in the way.
    public static func makeDirectory(
        _ path: FilePath, mode: FilePermissions = FilePermissions(rawValue: 0o777)
    ) throws(ToolError) {
        if mkdir(path.string, mode.rawValue) == 0 { return }
        let parent = path.removingLastComponent()
        if errno == ENOENT, !parent.isEmpty, parent != path {
            try makeDirectory(parent, mode: mode)
            if mkdir(path.string, mode.rawValue) == 0 { return }
        }
        guard errno == EEXIST else { throw failure("made", path, errno) }
        var status = stat()
        guard stat(path.string, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw ToolError("\(path) is in the way: it is not a directory")
        }
    }

    /// Removes a file, a link, or a directory with everything in it; links are not followed. What cannot be removed
    /// stays.
    public static func remove(_ path: FilePath) {
        if kind(of: path) == .directory {
            for name in (try? names(in: path)) ?? [] { remove(path.appending(name)) }
            rmdir(path.string)
        } else {
            unlink(path.string)
        }
    }

    /// The path with every link in it followed; nil where something of it does not exist.
    public static func resolved(_ path: FilePath) -> FilePath? {
        guard let real = realpath(path.string, nil) else { return nil }
        defer { free(real) }
        return FilePath(String(cString: real))
    }

    /// The directory that holds a path; `.` for a name alone.
    static func parent(of path: FilePath) -> FilePath {
        let parent = path.removingLastComponent()
        return parent.isEmpty ? "." : parent
    }

    /// Waits until the disk has what a directory lists.
    static func synchronize(directory: FilePath) throws(ToolError) {
        let descriptor = open(directory.string, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("read", directory, errno) }
        defer { close(descriptor) }
        // Some file systems have no such call for directories; the rename stands all the same.
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw failure("written", directory, errno) }
    }

    /// The error for a call on a path that the system refused with `code`.
    static func failure(_ verb: String, _ path: FilePath, _ code: Int32) -> ToolError {
        let reason =
            switch code {
            case EACCES, EPERM: "you have no permission"
            case ENOSPC, EDQUOT: "the disk is full"
            case EROFS: "the file system is read-only"
            case ENOENT: "there is no such directory"
            case ELOOP: "it is a symbolic link, or one too many is on the way"
            default: String(cString: strerror(code))
            }
        return ToolError("\(path) could not be \(verb): \(reason)")
    }

    private static func tooLarge(_ path: FilePath, _ limit: Int) -> ToolError {
        ToolError("\(path) is larger than \(limit) bytes")
    }
}
