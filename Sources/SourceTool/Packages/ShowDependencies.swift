import Git
import SourceFormat
import SourceRepository
import SystemPackage

/// `deps`: what a package of the working tree depends on, with what those depend on in turn.
public enum ShowDependencies {
    /// Reads a manifest and looks its dependencies up in the releases of the checkout, with no network.
    ///
    /// - Throws: ``ToolError`` where the package is not there, or its manifest does not parse. A dependency that is
    ///   not released is part of the answer.
    public static func run(
        _ context: ToolContext, package argument: String? = nil
    ) async throws(ToolError) -> DependencyReport {
        let checkout = try context.openCheckout()
        let path = try PackageArgument.resolve(argument, in: checkout, context)
        try PackageArgument.require(path, in: checkout)
        let files = WorkingFiles(directory: checkout.root.string)
        let bytes = try attempt { try files.read(path.manifestPath, limit: FileLimit.manifest) } ?? []
        let (manifest, findings) = PackageManifest.parse(String(decoding: bytes, as: UTF8.self), path: path)
        guard let manifest else {
            throw ToolError(
                "\(path.manifestPath) is not valid", details: findings.map(\.description),
                next: "eigenpal-src validate \(path)")
        }
        let resolver = checkout.lockResolver(mainReference: "refs/heads/\(checkout.mainBranch)")
        var dependencies: [DependencyReport.Dependency] = []
        for dependency in manifest.dependencies {
            dependencies.append(try look(up: dependency, of: path, resolver, checkout))
        }
        return DependencyReport(package: path, dependencies: dependencies)
    }

    private static func look(
        up dependency: Dependency, of package: PackagePath, _ resolver: LockResolver, _ checkout: Checkout
    ) throws(ToolError) -> DependencyReport.Dependency {
        let index: ReleaseIndex
        if let place = checkout.place, let known = ReleaseIndex(place: place, path: dependency.path) {
            index = known
        } else {
            index = try attempt { try ReleaseIndex(repository: checkout.repository, path: dependency.path) }
        }
        var answer = DependencyReport.Dependency(
            package: dependency.path, version: dependency.version,
            latest: index.latest(of: dependency.path)?.version, problem: nil, dependencies: [])
        do throws(SourceRepositoryError) {
            let lock = try resolver.resolve(
                PackageReference(path: dependency.path, version: .exact(dependency.version)))
            answer.dependencies = lock.root.dependencies.map(DependencyReport.Node.init)
            // The releases know nothing of the manifest in the working tree, which may close a circle.
            if let way = way(to: package, from: lock.root) {
                let names = ([package] + way).map(\.dottedName).joined(separator: " → ")
                answer.problem = "the packages depend on each other: \(names)"
            }
        } catch {
            guard case .resolution(let refusal) = error else { throw ToolError(error) }
            answer.problem = refusal.message
        }
        return answer
    }
}

extension ShowDependencies {
    /// The packages from one to a package that it leads to; nil where it does not.
    private static func way(to package: PackagePath, from node: LockNode) -> [PackagePath]? {
        if node.packagePath == package { return [package] }
        for dependency in node.dependencies {
            if let rest = way(to: package, from: dependency) { return [node.packagePath] + rest }
        }
        return nil
    }
}

/// What a package depends on.
public struct DependencyReport: Renderable {
    /// One entry of the package's manifest.
    public struct Dependency: Sendable, Encodable {
        /// The package depended on.
        public var package: PackagePath
        /// The version the manifest asks for.
        public var version: SemanticVersion
        /// The highest release in this checkout; nil where there is none.
        public var latest: SemanticVersion?
        /// Why it does not resolve; nil where it does.
        public var problem: String?
        /// What that release depends on.
        public var dependencies: [Node]
    }

    /// A dependency of a release, as it was locked.
    public struct Node: Sendable, Encodable {
        /// The package's path.
        public var package: String
        /// The version.
        public var version: String
        /// What it depends on in turn.
        public var dependencies: [Node]

        init(_ node: LockNode) {
            package = node.packagePath.description
            version = node.resolvedRef
            dependencies = node.dependencies.map(Node.init)
        }
    }

    /// The package.
    public var package: PackagePath
    /// Its dependencies, in the order of its manifest.
    public var dependencies: [Dependency]

    /// 1 where a dependency does not resolve.
    public var exitCode: Int32 { dependencies.contains { $0.problem != nil } ? 1 : 0 }

    /// The dependencies as a tree, with what is wrong or newer beside each.
    public func lines(_ style: Style) -> [String] {
        guard !dependencies.isEmpty else { return ["\(package) has no dependencies"] }
        let tree = TextTree(
            "\(package)",
            dependencies.map { dependency in
                var note = ""
                if let problem = dependency.problem {
                    note = "  \(style.bad(problem))"
                } else if let latest = dependency.latest, latest > dependency.version {
                    note = "  \(style.caution("\(latest) is released"))"
                }
                return TextTree(
                    "\(dependency.package)@\(dependency.version)\(note)",
                    dependency.dependencies.map(Self.tree))
            })
        return tree.lines
    }

    private static func tree(_ node: Node) -> TextTree {
        TextTree("\(node.package)@\(node.version)", node.dependencies.map(tree))
    }
}
