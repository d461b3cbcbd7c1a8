import Git
import Glibc
import SourceFormat
import SourceRepository
import SystemPackage

/// A folder that is filled beside the place it is for, and takes that place when it is whole.
struct InstallTree {
    /// The most bytes of one file.
    private static let largestFile = 512 << 20

    private let place: FilePath

    /// Makes an empty folder.
    init(beside target: FilePath) throws(ToolError) {
        let suffix = String(UInt64.random(in: .min ... .max), radix: 36)
        place = Files.parent(of: target).appending(
            ".\(target.lastComponent?.string ?? "").eigenpal-\(suffix).tmp")
        guard mkdir(place.string, 0o777) == 0 else { throw Files.failure("made", place, errno) }
    }

    /// Takes the folder away, if it is still there.
    func remove() { Files.remove(place) }

    /// Writes the files of a locked package.
    ///
    /// - Parameter folder: where below the tree; nil for the tree itself.
    func add(_ node: LockNode, at folder: String?, _ checkout: Checkout) throws(ToolError) {
        let repository = try checkout.repository
        guard let commit = ObjectID(hex: node.commit) else {
            throw ToolError("\(node.commit) is no commit")
        }
        let contents = try attempt {
            try PackageContents(of: node.packagePath, at: commit, in: repository)
        }
        for file in contents.files {
            let bytes = try attempt { try repository.blob(file.blob, limit: Self.largestFile) }
            try write(
                bytes, to: folder.map { "\($0)/\(file.path)" } ?? file.path, isExecutable: file.isExecutable)
        }
    }

    /// Writes one file.
    func write(_ bytes: [UInt8], to path: String, isExecutable: Bool = false) throws(ToolError) {
        let target = place.pushing(FilePath(path))
        try Files.makeDirectory(Files.parent(of: target))
        // Nothing is there yet, since every path is written once; what is there all the same is not followed.
        let file = open(
            target.string, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, isExecutable ? 0o777 : 0o666)
        guard file >= 0 else { throw Files.failure("written", target, errno) }
        let failure = StandardStream.send(bytes, to: file)
        guard close(file) == 0, failure == 0 else {
            throw Files.failure("written", target, failure == 0 ? errno : failure)
        }
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
