import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file that has not come as a whole yet: `.name.part` beside the place where it is to be.
///
/// `.name.part.etag` beside it says of which file the part is, and by which validator; without it, or where it is about
/// another, the part is worth nothing. Locked while it is written to: two downloads to one place would mix.
final class PartFile: Sendable {
    /// What was there already, if anything.
    let kept: Kept?
    private let target: String
    private let path: String
    private let file: LocalFile
    private let origin: String
    private let isWorthKeeping: Mutex<Bool>

    /// A part that an earlier download left behind.
    struct Kept: Sendable {
        /// How many bytes there are.
        let size: Int64
        /// The validator of the file they are of.
        let validator: String
    }

    /// Opens the part for a place, or makes it.
    ///
    /// - Parameters:
    ///   - target: where the file is to be.
    ///   - origin: where it comes from, in one line.
    /// - Throws: ``EigenpalError/file(path:reason:)`` where it cannot be made, or another download has it.
    init(for target: String, origin: String) throws(EigenpalError) {
        let slash = target.lastIndex(of: "/")
        let directory = slash.map { target[...$0] } ?? ""
        let name = slash.map { target[target.index(after: $0)...] } ?? target[...]
        guard !name.isEmpty, name != ".", name != ".." else {
            throw .invalidArgument("\"\(target)\" does not name a file to write")
        }
        var status = stat()
        if stat(target, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            throw .file(path: target, reason: "cannot be written: it is a directory")
        }
        self.target = target
        self.origin = origin
        path = "\(directory).\(name).part"
        let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o666)
        guard descriptor >= 0 else { throw LocalFile.failure(target, "cannot be written", errno) }
        file = LocalFile(descriptor: descriptor, path: path, isOwned: true)
        var opened = stat()
        // One that another download has renamed between the two calls is no part any more, but its target.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &opened) == 0,
            lstat(path, &status) == 0, status.st_ino == opened.st_ino, status.st_mode & S_IFMT == S_IFREG
        else {
            throw .file(path: target, reason: "cannot be written: another download is writing it")
        }
        kept = Self.kept(by: file, note: path + Self.noteSuffix, origin: origin)
        isWorthKeeping = Mutex(kept != nil)
    }

    /// Begins anew, with bytes of a file that has this validator.
    func restart(validator: String?) throws(EigenpalError) {
        unlink(path + Self.noteSuffix)
        guard ftruncate(file.descriptor, 0) == 0 else {
            throw LocalFile.failure(path, "cannot be written", errno)
        }
        isWorthKeeping.withLock { $0 = false }
        guard let validator else { return }
        let note = path + Self.noteSuffix
        let descriptor = open(note, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o666)
        guard descriptor >= 0 else { throw LocalFile.failure(note, "cannot be written", errno) }
        try LocalFile(descriptor: descriptor, path: note, isOwned: true)
            .write(Array("\(origin)\n\(validator)\n".utf8))
        isWorthKeeping.withLock { $0 = true }
    }

    /// Adds bytes to the end.
    func append(_ bytes: [UInt8]) throws(EigenpalError) { try file.write(bytes) }

    /// Puts the file, now whole, into its place, when the disk has all of it.
    func finish() throws(EigenpalError) {
        guard fsync(file.descriptor) == 0, rename(path, target) == 0 else {
            throw LocalFile.failure(target, "cannot be written", errno)
        }
        isWorthKeeping.withLock { $0 = true }
        unlink(path + Self.noteSuffix)
        let directory = target.lastIndex(of: "/").map { String(target[...$0]) } ?? "."
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        // Some file systems have no such call for directories; the rename stands all the same.
        fsync(descriptor)
        close(descriptor)
    }

    /// Takes the part away, unless a later download can go on with it.
    func abandon() {
        guard !isWorthKeeping.withLock({ $0 }) else { return }
        unlink(path + Self.noteSuffix)
        unlink(path)
    }

    private static let noteSuffix = ".etag"

    private static func kept(by file: LocalFile, note: String, origin: String) -> Kept? {
        guard let size = try? file.size(), size > 0, let noted = try? LocalFile.reading(note),
            let bytes = try? noted.read(16_384, at: 0)
        else { return nil }
        let lines = String(decoding: bytes, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 3, lines[0] == origin, lines[1].utf8.allSatisfy({ (0x21..<0x7F).contains($0) })
        else { return nil }
        return Kept(size: size, validator: String(lines[1]))
    }
}
