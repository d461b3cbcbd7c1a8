import SourceFormat

/// `dependents`: the packages of the working tree that depend on one.
public enum ListDependents {
    /// Reads every manifest of the working tree, with no network; those that are not valid are passed over with a
    /// warning.
    ///
    /// - Throws: ``ToolError`` where the argument names no package.
    public static func run(
        _ context: ToolContext, package argument: String? = nil
    ) async throws(ToolError) -> DependentsReport {
        let checkout = try context.openCheckout()
        let path = try PackageArgument.resolve(argument, in: checkout, context)
        let pinned = try PinnedPackages(of: checkout)
        var dependents: [DependentsReport.Dependent] = []
        for other in try pinned.packages() where other != path {
            do throws(ToolError) {
                for dependency in try pinned.dependencies(of: other) where dependency.path == path {
                    dependents.append(.init(package: other, version: dependency.version))
                }
            } catch {
                context.terminal.warn(error.message)
            }
        }
        return DependentsReport(package: path, latest: pinned.latest(of: path), dependents: dependents)
    }
}

/// The packages that depend on one.
public struct DependentsReport: Renderable {
    /// One of them.
    public struct Dependent: Sendable, Hashable, Encodable {
        /// The package that depends.
        public let package: PackagePath
        /// The version that it names.
        public let version: SemanticVersion
    }

    /// The package depended on.
    public let package: PackagePath
    /// Its highest release; nil where there is none.
    public let latest: SemanticVersion?
    /// Who depends on it, in order.
    public let dependents: [Dependent]

    /// A line for each, with the version that it names.
    public func lines(_ style: Style) -> [String] {
        guard !dependents.isEmpty else { return ["Nothing depends on \(package)"] }
        let rows = dependents.map { dependent in
            let isOlder = latest.map { dependent.version < $0 } ?? false
            return [
                "\(dependent.package)", "\(dependent.version)",
                isOlder ? "\(latest?.description ?? "") is released" : "",
            ]
        }
        return style.table(rows) { column, cell in
            column == 0 ? style.name(cell) : column == 2 ? style.caution(cell) : cell
        }
    }
}
