import SourceFormat
import SourceRepository
import SystemPackage

/// `deps update`: the manifest of a package names higher releases of what it depends on.
public enum UpdateDependencies {
    /// Raises versions in a manifest of the working tree, in their places; nothing is committed.
    ///
    /// - Parameters:
    ///   - dependencies: the packages to raise; none for all.
    ///   - argument: the package whose manifest it is; nil for the one around.
    ///   - toLatest: takes the highest release, also where it is not compatible.
    /// - Throws: ``ToolError`` for a dependency that the manifest does not name, or a manifest that is not valid.
    public static func run(
        _ context: ToolContext, dependencies: [String], package argument: String? = nil,
        toLatest: Bool = false
    ) async throws(ToolError) -> UpdateReport {
        let checkout = try context.openCheckout()
        let path = try PackageArgument.resolve(argument, in: checkout, context)
        try PackageArgument.require(path, in: checkout)
        var wanted: Set<PackagePath> = []
        for dependency in dependencies {
            wanted.insert(try PackageArgument.resolve(dependency, in: checkout, context))
        }
        let pinned = try PinnedPackages(of: checkout)
        let known = try pinned.dependencies(of: path)
        for dependency in wanted.sorted() where !known.contains(where: { $0.path == dependency }) {
            throw ToolError(
                "\(path) does not depend on \(dependency)", next: "eigenpal-src deps \(path)")
        }
        var versions: [PackagePath: SemanticVersion] = [:]
        var raised: [PlannedRelease.Pin] = []
        for dependency in known where wanted.isEmpty || wanted.contains(dependency.path) {
            let target =
                toLatest
                ? pinned.latest(of: dependency.path)
                : pinned.compatible(with: dependency.version, of: dependency.path)
            guard let target, target > dependency.version else { continue }
            versions[dependency.path] = target
            raised.append(.init(package: dependency.path, from: dependency.version, to: target))
        }
        if !raised.isEmpty {
            let place = checkout.root.pushing(FilePath(path.manifestPath))
            try AtomicFile.update(place, limit: FileLimit.manifest) { (bytes) throws(ToolError) in
                try attempt {
                    Array(
                        try PackageManifest.pinning(
                            String(decoding: bytes ?? [], as: UTF8.self), path: path, to: versions
                        ).utf8)
                }
            }
        }
        return UpdateReport(package: path, raised: raised)
    }
}

/// The versions that were raised in a manifest.
public struct UpdateReport: Renderable {
    /// The package.
    public let package: PackagePath
    /// What was raised, in the order of the manifest.
    public let raised: [PlannedRelease.Pin]

    /// A line for each.
    public func lines(_ style: Style) -> [String] {
        guard !raised.isEmpty else { return ["\(package): nothing to raise"] }
        return raised.map { "\(style.name("\($0.package)")) \($0.from) -> \($0.to)" }
            + ["Not committed yet: eigenpal-src save -m MESSAGE \(package)"]
    }
}
