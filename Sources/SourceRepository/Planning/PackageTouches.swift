import Git
import SourceFormat

/// Which packages a commit touches, told by the ids of trees alone.
///
/// A file belongs to the innermost folder around it that is a package in the commit or in one of its parents. It is
/// touched where it differs from every parent: a merge that only takes over what its sides had touches nothing. There
/// is no telling of renames, so that a package's folder that moves is touched where it was and where it is.
struct PackageTouches {
    /// The deepest folder that is looked into: what lies deeper is taken to differ.
    private static let maximumDepth = 256

    private let objects: ObjectStore
    /// The packages that are asked about; nil for all.
    private let scope: [String]?
    private var found: Set<String> = []

    /// Asks about some packages of a repository, or all.
    init(objects: ObjectStore, scope: [PackagePath]? = nil) {
        self.objects = objects
        self.scope = scope?.map(\.description)
    }

    /// The packages that differ, in order.
    ///
    /// - Parameters:
    ///   - tree: the commit's tree.
    ///   - parents: the trees of its parents; none for a first commit, which touches all it has.
    mutating func touched(by tree: ObjectID, parents: [ObjectID]) throws(GitError) -> [PackagePath] {
        found.removeAll(keepingCapacity: true)
        for root in try objects.differences(of: tree, from: parents)
        where root.isTree && PackageRoot(rawValue: root.path) != nil {
            for folder in try objects.differences(in: root) where folder.isTree {
                try lookInto(folder, of: root.path, owner: nil)
            }
        }
        return found.compactMap { try? PackagePath(parsing: $0) }.sorted()
    }

    private mutating func lookInto(
        _ folder: ObjectStore.Difference, of parent: String, owner: String?
    ) throws(GitError) {
        let path = "\(parent)/\(folder.path)"
        guard isPathSegment(folder.path), path.utf8.count <= PackagePath.maximumLength else {
            try noteFiles(of: folder, owner: owner)
            return
        }
        if let scope, !scope.contains(where: { Self.isOnTheWay(path, to: $0) }) { return }
        var owner = owner
        if try isPackage(folder) { owner = path }
        for difference in try objects.differences(in: folder) {
            if difference.isTree {
                try lookInto(difference, of: path, owner: owner)
            } else if let owner {
                found.insert(owner)
            }
        }
    }

    private func isPackage(_ folder: ObjectStore.Difference) throws(GitError) -> Bool {
        for tree in [folder.new] + folder.old {
            switch try objects.tree(tree?.id).entry(named: PackageFileName.manifest)?.kind {
            case .blob, .executable: return true
            default: continue
            }
        }
        return false
    }

    /// Looks for a file that differs in a folder in which no package can be.
    private mutating func noteFiles(
        of folder: ObjectStore.Difference, owner: String?
    ) throws(GitError) {
        guard let owner, !found.contains(owner) else { return }
        if try holdsFile(folder, depth: 0) { found.insert(owner) }
    }

    private func holdsFile(_ folder: ObjectStore.Difference, depth: Int) throws(GitError) -> Bool {
        guard depth < Self.maximumDepth else { return true }
        let differences = try objects.differences(in: folder)
        if differences.contains(where: { !$0.isTree }) { return true }
        for difference in differences where try holdsFile(difference, depth: depth + 1) { return true }
        return false
    }

    /// Whether one of two folders is the other or lies in it.
    private static func isOnTheWay(_ path: String, to package: String) -> Bool {
        let (shorter, longer) =
            path.utf8.count < package.utf8.count ? (path.utf8, package.utf8) : (package.utf8, path.utf8)
        guard longer.starts(with: shorter) else { return false }
        return longer.count == shorter.count || longer.dropFirst(shorter.count).first == UInt8(ascii: "/")
    }
}
