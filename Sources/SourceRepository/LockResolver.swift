import Git
import SourceFormat

/// Resolves a package reference to the graph of packages it stands for, each at one commit.
///
/// `latest` is the highest release, a range the highest release within it, an exact version that release, `main` the
/// tip of `main`, and a commit itself, if it is on `main`. Each dependency is at the exact version that its
/// dependent's manifest names at the dependent's commit. A node's `requestedRef` is the version as it was asked for,
/// its `resolvedRef` the version reference that asks for the same again where there is one: the exact version for a
/// release (whose tag is `resolvedTag`), `main` or the commit for what was asked for so. Dependencies are in order of
/// their paths.
///
/// A package that reaches itself again is a cycle, at whatever versions: what a lock graph installs lies in folders
/// named by package path alone. Everything read is kept, so that a package reached twice is resolved once. Bound to the
/// repository it was made with, for one task at a time, and for the moment: it does not see references that move later.
public final class LockResolver {
    /// The most nodes a lockfile may have, counting a package once for each way that leads to it, as it is written.
    public static let maximumNodes = 10_000
    /// The most packages on one way through the graph.
    public static let maximumDepth = 64

    let objects: ObjectStore
    let mainReference: String
    private let place: RepositoryPlace?
    /// The tags that are packed; `.some(nil)` where they cannot be known without libgit2.
    private var packedTags: PackedTags??
    var main: ObjectID?
    private var indices: [PackagePath: ReleaseIndex] = [:]
    private var files: [ObjectID: StoredFiles] = [:]
    private var resolved: [Version: Subgraph] = [:]

    /// A package at a version, as dependencies name it.
    private struct Version: Hashable {
        let path: PackagePath
        let version: SemanticVersion
    }

    /// A resolved package with what must be known of everything below it.
    private struct Subgraph {
        let node: LockNode
        /// How many nodes there are, itself among them, as a lockfile writes them.
        let size: Int
        /// How many packages the longest way down has, itself among them.
        let height: Int
        /// The packages in it, itself among them.
        let paths: Set<PackagePath>
    }

    /// A package at the commit a reference stands for.
    struct Location {
        let commit: ObjectID
        let resolvedRef: String
        let tag: ReleaseTag?

        /// The state, as people read it.
        var name: String { tag.map { "the release \($0)" } ?? "the commit \(commit)" }
    }

    /// Resolves in a repository.
    ///
    /// - Parameter mainReference: the full name of the reference that is `main`: `refs/heads/main` on the server,
    ///   `refs/remotes/origin/main` for what a checkout knows of it.
    public convenience init(repository: Repository, mainReference: String = "refs/heads/main") {
        self.init(
            objects: ObjectStore(of: repository), place: nil,
            mainReference: mainReference)
    }

    /// Resolves in a repository whose files answer as far as they can, so that libgit2 is mostly not loaded.
    ///
    /// - Parameters:
    ///   - objects: its objects.
    ///   - place: where its files are; nil where only libgit2 knows.
    ///   - mainReference: as in ``init(repository:mainReference:)``.
    public init(objects: ObjectStore, place: RepositoryPlace?, mainReference: String) {
        (self.objects, self.place, self.mainReference) = (objects, place, mainReference)
    }

    /// The lockfile of a package reference.
    ///
    /// - Parameter requested: the reference in the words it was asked for, over which `inputHash` is taken, so that
    ///   who asked can tell by its own words whether a lockfile answers them; nil takes the reference's own form.
    /// - Throws: ``SourceRepositoryError/resolution(_:)`` for everything that is wrong with the reference or the
    ///   graph; ``SourceRepositoryError/git(_:)`` for a broken repository.
    public func resolve(
        _ reference: PackageReference, requestedAs requested: String? = nil
    ) throws(SourceRepositoryError) -> Lockfile {
        let path = reference.path
        let requestedRef = reference.version.description
        let location = try locate(path, at: reference.version, way: LockWay(path, at: requestedRef))
        let way = LockWay(path, at: location.resolvedRef)
        let graph = try subgraph(of: path, at: location, requestedRef: requestedRef, way: way)
        return Lockfile(
            eigenpalVersion: try eigenpalVersion(
                in: try files(of: location.commit), place: "the commit \(location.commit)", way: way),
            inputHash: Lockfile.inputHash(packageRef: requested ?? reference.description), root: graph.node)
    }

    /// The lockfile of a package as it lies in a working tree: its dependencies are those of its manifest there, the
    /// package itself stands for `commit`, the commit that is checked out, which is also its `requestedRef` and
    /// `resolvedRef`.
    ///
    /// - Throws: as ``resolve(_:requestedAs:)``.
    public func resolve(
        working path: PackagePath, in files: some PackageFiles, commit: ObjectID
    ) throws(SourceRepositoryError) -> Lockfile {
        let way = LockWay(path, at: nil)
        let manifest = try manifest(of: path, in: files, place: "the working tree", way: way)
        let graph = try subgraph(
            of: path, manifest: manifest, at: Location(commit: commit, resolvedRef: commit.hex, tag: nil),
            requestedRef: commit.hex, way: way)
        // In order of their paths, so that the order of lines in the manifest is of no account.
        let dependencies = manifest.dependencies.sorted { $0.path < $1.path }.map {
            (name: $0.name, version: $0.version.description)
        }
        return Lockfile(
            eigenpalVersion: try eigenpalVersion(in: files, place: "the working tree", way: way),
            inputHash: Lockfile.inputHash(packagePath: path.description, dependencies: dependencies),
            root: graph.node)
    }

    // MARK: The graph

    private func subgraph(
        of path: PackagePath, at location: Location, requestedRef: String, way: LockWay
    ) throws(SourceRepositoryError) -> Subgraph {
        let manifest = try manifest(
            of: path, in: try files(of: location.commit), place: location.name, way: way)
        return try subgraph(of: path, manifest: manifest, at: location, requestedRef: requestedRef, way: way)
    }

    private func subgraph(
        of path: PackagePath, manifest: PackageManifest, at location: Location, requestedRef: String,
        way: LockWay
    ) throws(SourceRepositoryError) -> Subgraph {
        var dependencies: [LockNode] = []
        var (size, height, paths) = (1, 1, Set([path]))
        for dependency in manifest.dependencies.sorted(by: { $0.path < $1.path }) {
            let below = try subgraph(of: dependency, way: way)
            dependencies.append(below.node)
            size += below.size
            height = max(height, below.height + 1)
            paths.formUnion(below.paths)
            guard size <= Self.maximumNodes, way.steps.count + height - 1 <= Self.maximumDepth else {
                throw tooLarge(way)
            }
        }
        let node = LockNode(
            packagePath: path, requestedRef: requestedRef, resolvedRef: location.resolvedRef,
            resolvedTag: location.tag?.name, commit: location.commit.hex, dependencies: dependencies)
        return Subgraph(node: node, size: size, height: height, paths: paths)
    }

    private func subgraph(of dependency: Dependency, way: LockWay) throws(SourceRepositoryError) -> Subgraph {
        let longer = way.adding(dependency)
        if way.contains(dependency.path) {
            throw longer.refusal(
                .dependencyCycle, "the package depends on itself",
                remedy: "Take one dependency out of the circle, and release that package anew")
        }
        guard longer.steps.count <= Self.maximumDepth else { throw tooLarge(longer) }
        let key = Version(path: dependency.path, version: dependency.version)
        // A known graph that holds a package of the way is gone through again, to find the path around the cycle.
        if let known = resolved[key], !way.steps.contains(where: { known.paths.contains($0.path) }) {
            return known
        }
        guard resolved.count < Self.maximumNodes else { throw tooLarge(longer) }
        let location = try locate(dependency.path, at: .exact(dependency.version), way: longer)
        let graph = try subgraph(
            of: dependency.path, at: location, requestedRef: dependency.version.description, way: longer)
        resolved[key] = graph
        return graph
    }

    private func tooLarge(_ way: LockWay) -> SourceRepositoryError {
        way.refusal(
            .graphTooLarge,
            "the graph is deeper than \(Self.maximumDepth) packages, or has more than \(Self.maximumNodes) nodes",
            remedy: nil)
    }

    // MARK: What is read

    private func manifest(
        of path: PackagePath, in files: some PackageFiles, place: String, way: LockWay
    ) throws(SourceRepositoryError) -> PackageManifest {
        let name = path.manifestPath
        let bytes: [UInt8]?
        do throws(SourceRepositoryError) {
            bytes = try files.read(name, limit: FileLimit.manifest)
        } catch .tooLarge(_, let limit) {
            throw way.refusal(
                .invalidManifest, "\(name) is larger than \(byteCount(limit)) in \(place)", remedy: nil)
        }
        guard let bytes else {
            throw way.refusal(
                .packageNotFound, "there is no package \(path.dottedName) in \(place)",
                remedy: way.dependent.map { "Correct the dependency in \($0)" })
        }
        let (manifest, findings) = PackageManifest.parse(bytes: bytes, path: path)
        if let manifest { return manifest }
        let errors = findings.filter { $0.severity == .error }
        // The format itself refuses the shortest cycle of all.
        if let first = errors.first, errors.allSatisfy({ $0.code == "dependency_cycle" }) {
            throw way.adding(path).refusal(
                .dependencyCycle, first.message, remedy: first.remedy, findings: errors)
        }
        let reason = errors.first.map { ": \($0.line.map { "line \($0): " } ?? "")\($0.message)" } ?? ""
        throw way.refusal(
            .invalidManifest, "\(name) is invalid in \(place)\(reason)",
            remedy: "Mend it, and release the package anew", findings: errors)
    }

    private func eigenpalVersion(
        in files: some PackageFiles, place: String, way: LockWay
    ) throws(SourceRepositoryError) -> String {
        let bytes = try files.read(PackageFileName.manifest, limit: FileLimit.manifest)
        let (manifest, findings) = bytes.map { RootManifest.parse(bytes: $0) } ?? (nil, [])
        if let manifest { return manifest.eigenpalVersion }
        throw way.refusal(
            .invalidManifest,
            "the repository's own \(PackageFileName.manifest) is \(bytes == nil ? "missing" : "invalid") in \(place)",
            remedy: "Run: eigenpal-src upgrade", findings: findings)
    }

    /// The releases of one package.
    func index(of path: PackagePath) throws(SourceRepositoryError) -> ReleaseIndex {
        if let index = indices[path] { return index }
        let index = try readIndex(of: path)
        indices[path] = index
        return index
    }

    private func readIndex(of path: PackagePath) throws(SourceRepositoryError) -> ReleaseIndex {
        if packedTags == nil {
            let directory = try inGit { () throws(GitError) in
                if let place { return place.commonDirectory }
                return try objects.repository.commonDirectory
            }
            packedTags = .some(PackedTags(commonDirectory: directory))
        }
        if let tags = packedTags ?? nil, let index = ReleaseIndex(packed: tags, path: path) { return index }
        if let place, let index = ReleaseIndex(place: place, path: path) { return index }
        let repository = try inGit { () throws(GitError) in try objects.repository }
        return try ReleaseIndex(repository: repository, path: path)
    }

    /// What a reference points to; nil where there is none.
    func target(of reference: String) throws(SourceRepositoryError) -> ObjectID? {
        if let found = place?.referenceFiles?.references(prefix: reference) {
            return found.first { $0.name == reference }?.target
        }
        return try inGit { () throws(GitError) in try objects.repository.reference(reference)?.target }
    }

    /// The files of a commit.
    func files(of commit: ObjectID) throws(SourceRepositoryError) -> StoredFiles {
        if let known = files[commit] { return known }
        let new = try StoredFiles(objects: objects, commit: commit)
        files[commit] = new
        return new
    }
}
