import Git
import SourceFormat

/// The packages of one tree of files, and the dependencies that their manifests name.
struct PlanCatalog {
    /// A package as its manifest has it.
    struct Package: Hashable {
        /// What it depends on; nil where the manifest is not valid.
        let dependencies: [Pin]?
    }

    /// A dependency and the version that is named.
    struct Pin: Hashable {
        let path: PackagePath
        let version: SemanticVersion
    }

    /// The tree whose packages these are.
    private(set) var tree: ObjectID
    private(set) var packages: [PackagePath: Package]

    /// Describes a tree's packages.
    init(tree: ObjectID, packages: [PackagePath: Package]) {
        (self.tree, self.packages) = (tree, packages)
    }

    /// Reads the packages of a tree.
    init(of tree: ObjectID, in repository: Repository) throws(GitError) {
        self.init(tree: tree, packages: [:])
        for root in try repository.tree(tree) where root.kind == .tree {
            guard PackageRoot(rawValue: root.name) != nil else { continue }
            for folder in try repository.tree(root.id) where folder.kind == .tree {
                try read(folder, of: root.name, in: repository)
            }
        }
    }

    private mutating func read(
        _ folder: TreeEntry, of parent: String, in repository: Repository
    ) throws(GitError) {
        let path = "\(parent)/\(folder.name)"
        guard isPathSegment(folder.name), path.utf8.count <= PackagePath.maximumLength else { return }
        for entry in try repository.tree(folder.id) {
            if entry.kind == .tree {
                try read(entry, of: path, in: repository)
            } else if entry.name == PackageFileName.manifest, entry.kind != .symlink,
                entry.kind != .submodule, let package = try? PackagePath(parsing: path)
            {
                packages[package] = try Self.package(package, manifest: entry.id, in: repository)
            }
        }
    }

    private static func package(
        _ path: PackagePath, manifest: ObjectID, in repository: Repository
    ) throws(GitError) -> Package {
        let bytes: [UInt8]
        do throws(GitError) {
            bytes = try repository.blob(manifest, limit: FileLimit.manifest)
        } catch {
            if case .tooLarge = error { return Package(dependencies: nil) }
            throw error
        }
        let (parsed, _) = PackageManifest.parse(bytes: bytes, path: path)
        return Package(dependencies: parsed?.dependencies.map { Pin(path: $0.path, version: $0.version) })
    }

    /// Goes over to another tree, and reads only what differs.
    mutating func move(to newTree: ObjectID, in repository: Repository) throws(GitError) {
        guard newTree != tree else { return }
        var touches = PackageTouches(objects: ObjectStore(of: repository))
        for path in try touches.touched(by: newTree, parents: [tree]) {
            let entry = try repository.entry(atPath: path.manifestPath, inTree: newTree)
            if let entry, entry.kind == .blob || entry.kind == .executable {
                packages[path] = try Self.package(path, manifest: entry.id, in: repository)
            } else {
                packages[path] = nil
            }
        }
        tree = newTree
    }

    /// The packages that depend on each package, in order.
    func dependents() -> [PackagePath: [(path: PackagePath, version: SemanticVersion)]] {
        var found: [PackagePath: [(path: PackagePath, version: SemanticVersion)]] = [:]
        for (path, package) in packages {
            for pin in package.dependencies ?? [] {
                found[pin.path, default: []].append((path, pin.version))
            }
        }
        for path in found.keys { found[path]?.sort { $0.path < $1.path } }
        return found
    }
}
