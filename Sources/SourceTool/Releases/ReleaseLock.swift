import Git
import Glibc
import SystemPackage

/// The right to release from a repository, held by one process at a time and given back when it ends, however it ends.
struct ReleaseLock: ~Copyable {
    private let descriptor: Int32

    /// Takes the right.
    ///
    /// - Throws: ``ToolError`` that says which process has it.
    init(in checkout: Checkout, _ context: ToolContext) throws(ToolError) {
        let directory = FilePath(try checkout.repository.commonDirectory).appending("eigenpal")
        try Files.makeDirectory(directory)
        let path = directory.appending("release.lock")
        descriptor = try Self.take(path)
        let words = Array("process \(getpid()), since \(Timestamp.iso(context.clock()))\n".utf8)
        if ftruncate(descriptor, 0) == 0 { _ = StandardStream.send(words, to: descriptor) }
    }

    deinit {
        // What a process that ended says would be taken for the next one's words.
        _ = ftruncate(descriptor, 0)
        close(descriptor)
    }

    private static func take(_ path: FilePath) throws(ToolError) -> Int32 {
        let opened = open(path.string, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard opened >= 0 else { throw Files.failure("opened", path, errno) }
        var tries = 0
        while flock(opened, LOCK_EX | LOCK_NB) != 0 {
            if errno == EINTR { continue }
            let holder = (try? Files.read(path, limit: 1024)).flatMap { $0 } ?? []
            let words = String(decoding: holder, as: UTF8.self).prefix { $0 != "\n" }
            tries += 1
            if words.isEmpty, tries < 20 {
                // Its holder is about to say who it is.
                usleep(10_000)
                continue
            }
            close(opened)
            throw ToolError(
                "another release is under way in this checkout" + (words.isEmpty ? "" : ": \(words)"),
                details: ["nothing was released; wait for its end"])
        }
        return opened
    }
}
