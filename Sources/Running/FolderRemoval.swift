import CProcess
import Glibc

/// Removes a folder with all that a runner left in it.
///
/// Folders nested thousands deep need neither a deep stack nor as many descriptors: each folder that is found is moved up
/// to the top before it is looked into, so that nothing is ever deeper than two levels.
enum FolderRemoval {
    /// Removes the folder at a path, if it is there. Links are removed, never followed; what another file system has
    /// been mounted on stays.
    ///
    /// - Throws: ``RunningError`` where something of it stays.
    static func remove(_ path: String) throws(RunningError) {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT { return }
            throw failure(path, errno)
        }
        let handle = open(path, eigenpal_O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard handle >= 0 else { throw failure(path, errno) }
        Folder.allow(handle, 0o700)
        close(handle)
        guard let top = Folder(path: path) else { throw failure(path, errno) }
        empty(top, device: status.st_dev)
        guard rmdir(path) == 0 || errno == ENOENT else { throw failure(path, errno) }
    }

    /// Removes everything in a folder, as far as that is possible.
    private static func empty(_ top: borrowing Folder, device: dev_t) {
        var (count, refused) = (0, Set<Folder.Name>())
        while true {
            let names = top.names(limit: batch + refused.count).filter { !refused.contains($0) }
            if names.isEmpty { return }
            for name in names where !remove(name, from: top, device: device, &count) { refused.insert(name) }
        }
    }

    /// How many names are read at once: a folder may hold millions.
    private static let batch = 4096

    private static func remove(
        _ name: Folder.Name, from top: borrowing Folder, device: dev_t, _ count: inout Int
    ) -> Bool {
        if unlinkat(top.descriptor, name, 0) == 0 || errno == ENOENT { return true }
        guard errno == EISDIR || errno == EPERM else { return false }
        guard let folder = top.folder(name, opening: true), folder.status?.st_dev == device else {
            return false
        }
        var hasRefused = false
        while !hasRefused {
            let names = folder.names(limit: batch)
            if names.isEmpty { break }
            var isAnyGone = false
            for name in names {
                if lift(name, from: folder, to: top, &count) { isAnyGone = true } else { hasRefused = true }
            }
            if !isAnyGone { break }
        }
        return unlinkat(top.descriptor, name, AT_REMOVEDIR) == 0
    }

    /// Removes an entry that is no folder; moves one that is to the top, under a name that nothing has there.
    private static func lift(
        _ name: Folder.Name, from folder: borrowing Folder, to top: borrowing Folder, _ count: inout Int
    ) -> Bool {
        if unlinkat(folder.descriptor, name, 0) == 0 || errno == ENOENT { return true }
        guard errno == EISDIR || errno == EPERM else { return false }
        if unlinkat(folder.descriptor, name, AT_REMOVEDIR) == 0 { return true }
        // A folder can change its parent only where this user may write to it.
        guard folder.folder(name, opening: true) != nil else { return false }
        while true {
            count += 1
            let place = Folder.name(".removed-\(count)")
            if top.status(of: place) != nil { continue }
            return renameat(folder.descriptor, name, top.descriptor, place) == 0
        }
    }

    private static func failure(_ path: String, _ code: Int32) -> RunningError {
        RunningError("\(path) could not be removed: \(systemReason(code))", next: "Run: rm -rf '\(path)'")
    }
}
