import Glibc

/// What a working tree is being moved forward to, in a file beside its index for as long as that takes: where the
/// process was killed, or the disk was full, the next one knows whose half-written files are there.
struct ForwardRecord {
    private let directory: String
    private var path: String { directory + "fast-forward" }

    init(gitDirectory: String) { directory = gitDirectory + "eigenpal/" }

    /// The commit; nil where nothing was cut off.
    var target: ObjectID? {
        let file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 41)
        guard read(file, &bytes, bytes.count) == bytes.count, bytes.last == 0x0A else { return nil }
        return ObjectID(hex: String(decoding: bytes.dropLast(), as: UTF8.self))
    }

    /// Writes it down.
    func begin(_ target: ObjectID) throws(GitError) {
        guard mkdir(directory, 0o777) == 0 || errno == EEXIST else {
            throw GitError(systemError: errno, directory)
        }
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o666)
        guard file >= 0 else { throw GitError(systemError: errno, path) }
        defer { close(file) }
        let line = Array("\(target.hex)\n".utf8)
        guard write(file, line, line.count) == line.count else { throw GitError(systemError: errno, path) }
    }

    /// Takes it away.
    func end() { unlink(path) }
}
