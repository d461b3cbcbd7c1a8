import SourceFormat

/// `deps outdated`: the dependencies of which a higher version is released.
public enum OutdatedDependencies {
    /// Compares manifests of the working tree with the releases of the checkout, with no network.
    ///
    /// - Parameters:
    ///   - argument: the package; nil for the one around.
    ///   - all: looks at every package; those whose manifest is not valid are passed over with a warning.
    /// - Throws: ``ToolError`` where the package is not there, or its manifest is not valid.
    public static func run(
        _ context: ToolContext, package argument: String? = nil, all: Bool = false
    ) async throws(ToolError) -> OutdatedReport {
        if all, argument != nil { throw .usage("--all looks at every package: name none beside it") }
        let checkout = try context.openCheckout()
        let pinned = try PinnedPackages(of: checkout)
        let paths: [PackagePath]
        if all {
            paths = try pinned.packages()
        } else {
            paths = [try PackageArgument.resolve(argument, in: checkout, context)]
            try PackageArgument.require(paths[0], in: checkout)
        }
        var outdated: [OutdatedReport.Entry] = []
        for path in paths {
            let dependencies: [Dependency]
            do throws(ToolError) {
                dependencies = try pinned.dependencies(of: path)
            } catch {
                guard all else { throw error }
                context.terminal.warn(error.message)
                continue
            }
            for dependency in dependencies {
                guard let latest = pinned.latest(of: dependency.path), latest > dependency.version else {
                    continue
                }
                outdated.append(
                    .init(
                        package: path, dependency: dependency.path, version: dependency.version,
                        compatible: pinned.compatible(with: dependency.version, of: dependency.path)
                            ?? dependency.version, latest: latest))
            }
        }
        return OutdatedReport(outdated: outdated)
    }
}

/// Dependencies with higher releases.
public struct OutdatedReport: Renderable {
    /// One dependency.
    public struct Entry: Sendable, Hashable, Encodable {
        /// The package that depends.
        public let package: PackagePath
        /// The package depended on.
        public let dependency: PackagePath
        /// The version that is named.
        public let version: SemanticVersion
        /// The highest release that promises to be compatible with it.
        public let compatible: SemanticVersion
        /// The highest release.
        public let latest: SemanticVersion
    }

    /// The dependencies, by package, in the order of their manifests.
    public let outdated: [Entry]

    /// A line for each.
    public func lines(_ style: Style) -> [String] {
        guard !outdated.isEmpty else { return ["Every dependency is the highest release"] }
        let rows = outdated.map { entry in
            [
                "\(entry.package)", "\(entry.dependency)", "\(entry.version)",
                entry.compatible > entry.version ? "\(entry.compatible)" : "-", "\(entry.latest)",
            ]
        }
        return style.table([["package", "depends on", "named", "compatible", "latest"]] + rows) {
            column, cell in column == 0 ? style.name(cell) : cell
        }
    }
}
