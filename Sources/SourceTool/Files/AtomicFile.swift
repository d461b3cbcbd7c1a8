import Glibc
import SystemPackage

/// Files that are replaced as a whole: a reader sees the old bytes or the new ones, whatever happens meanwhile.
///
/// New bytes go to a file beside, reach the disk, and take the place of the old ones by a rename. A symbolic link is
/// replaced, never followed: resolve the path first where it should be.
public enum AtomicFile {
    /// Replaces the file at `path`, or makes it.
    ///
    /// - Parameters:
    ///   - mode: the file's permissions; nil keeps those it has, and gives a new file 0644 less the umask.
    ///   - isDurable: waits until the disk has it; false for what can be had again.
    /// - Throws: ``ToolError`` naming the path and the system's reason; the old file is then as it was.
    public static func write(
        _ bytes: some Collection<UInt8>, to path: FilePath, mode: FilePermissions? = nil,
        isDurable: Bool = true
    ) throws(ToolError) {
        let contents = Array(bytes)
        removeLeftovers(of: path)
        // Another writer that cleans up may take the temporary file in the instant before it is locked.
        for _ in 1...5 {
            let temporary = try TemporaryFile(beside: path, mode: mode)
            do {
                try temporary.fill(contents, isDurable: isDurable)
                guard try temporary.replace(path) else { continue }
                if isDurable { try Files.synchronize(directory: Files.parent(of: path)) }
                return
            } catch {
                temporary.remove()
                throw error
            }
        }
        throw ToolError("\(path) could not be written: its temporary file disappears")
    }

    /// Replaces the file at `path` by what `change` makes of its bytes, while no other process or task does the
    /// same.
    ///
    /// - Parameters:
    ///   - limit: the size in bytes past which the file is not read.
    ///   - refusesReadOnly: leaves a file that nobody may write as it is, as an editor would: for files that people
    ///     edit. A rename would replace it all the same.
    ///   - change: gets the bytes, or nil where there is no file, and returns the new ones, or nil to leave it alone.
    /// - Throws: ``ToolError``, also what `change` throws; the old file is then as it was.
    public static func update(
        _ path: FilePath, mode: FilePermissions? = nil, limit: Int = 16 << 20,
        refusesReadOnly: Bool = false,
        _ change: ([UInt8]?) throws(ToolError) -> [UInt8]?
    ) throws(ToolError) {
        let lock = try DirectoryLock(guarding: path)
        defer { lock.release() }
        let old = try Files.read(path, limit: limit)
        guard let new = try change(old), new != old else { return }
        if refusesReadOnly, let mode = Files.permissions(of: path), mode.rawValue & 0o222 == 0 {
            throw ToolError(
                "\(path) is read-only; nothing was changed",
                next: "chmod u+w \(CredentialHelper.quoted(path.string))")
        }
        try write(new, to: path, mode: mode)
    }

    /// Removes temporary files beside `path` whose writers have died.
    static func removeLeftovers(of path: FilePath) {
        guard let name = path.lastComponent?.string else { return }
        removeLeftovers(in: Files.parent(of: path)) { TemporaryFile.isOne($0, for: name) }
    }

    /// Removes temporary files in a directory whose writers have died.
    static func removeLeftovers(
        in directory: FilePath, where isOne: (String) -> Bool = TemporaryFile.isOne
    ) {
        for candidate in (try? Files.names(in: directory)) ?? [] where isOne(candidate) {
            let leftover = directory.appending(candidate)
            let descriptor = open(leftover.string, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
            guard descriptor >= 0 else { continue }
            // A writer that lives holds the lock.
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(leftover.string) }
            close(descriptor)
        }
    }
}
