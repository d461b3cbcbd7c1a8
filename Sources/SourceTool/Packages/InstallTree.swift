import Glibc
import SourceFormat
import SourceRepository
import SystemPackage

/// A folder that is filled beside the place it is for, and takes that place when it is whole.
struct InstallTree {
    private let place: FilePath
    private let writer: FolderWriter

    /// Makes an empty folder.
    init(beside target: FilePath) throws(ToolError) {
        let suffix = String(UInt64.random(in: .min ... .max), radix: 36)
        place = Files.parent(of: target).appending(
            ".\(target.lastComponent?.string ?? "").eigenpal-\(suffix).tmp")
        guard mkdir(place.string, 0o777) == 0 else { throw Files.failure("made", place, errno) }
        writer = FolderWriter(folder: place.string, modes: .shared)
    }

    /// Takes the folder away, if it is still there.
    func remove() { Files.remove(place) }

    /// Writes the files of a locked package.
    ///
    /// - Parameter folder: where below the tree; nil for the tree itself.
    func add(_ node: LockNode, at folder: String?, _ checkout: Checkout) throws(ToolError) {
        let repository = try checkout.repository
        try attempt { try writer.add(node, at: folder, from: repository) }
    }

    /// Writes one file.
    func write(_ bytes: [UInt8], to path: String) throws(ToolError) {
        try attempt { try writer.write(bytes, to: path) }
    }

    /// Takes the place of `target`; what was there goes away.
    func replace(_ target: FilePath) throws(ToolError) {
        if rename(place.string, target.string) == 0 { return }
        guard errno == EEXIST || errno == ENOTEMPTY || errno == ENOTDIR else {
            throw Files.failure("replaced", target, errno)
        }
        // A folder cannot take the place of one that is not empty: for an instant there is none.
        let old = place.removingLastComponent().appending("\(place.lastComponent?.string ?? "").old.tmp")
        guard rename(target.string, old.string) == 0 else { throw Files.failure("replaced", target, errno) }
        guard rename(place.string, target.string) == 0 else {
            let code = errno
            _ = rename(old.string, target.string)
            throw Files.failure("replaced", target, code)
        }
        Files.remove(old)
    }
}
