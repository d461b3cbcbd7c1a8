import SourceFormat

/// `deps why`: every way by which a package comes to depend on another.
public enum ExplainDependency {
    /// Looks for a package in the graph of another, with no network.
    ///
    /// - Throws: ``ToolError`` where an argument names no package, or the package is not there.
    public static func run(
        _ context: ToolContext, package: String, dependency: String
    ) async throws(ToolError) -> DependencyWays {
        let checkout = try context.openCheckout()
        let path = try PackageArgument.resolve(package, in: checkout, context)
        let wanted = try PackageArgument.resolve(dependency, in: checkout, context)
        let report = try await ShowDependencies.run(context, package: path.description)
        var ways: [[String]] = []
        for entry in report.dependencies {
            let step = "\(entry.package)@\(entry.version)"
            if entry.package == wanted { ways.append(["\(path)", step]) }
            for node in entry.dependencies {
                collect(node, to: wanted.description, way: ["\(path)", step], into: &ways)
            }
        }
        return DependencyWays(package: path, dependency: wanted, ways: ways)
    }

    /// The most ways that are told.
    static let limit = 1_000

    private static func collect(
        _ node: DependencyReport.Node, to wanted: String, way: [String], into ways: inout [[String]]
    ) {
        guard ways.count < limit else { return }
        let way = way + ["\(node.package)@\(node.version)"]
        if node.package == wanted { ways.append(way) }
        for below in node.dependencies { collect(below, to: wanted, way: way, into: &ways) }
    }
}

/// The ways from one package to another.
public struct DependencyWays: Renderable {
    /// The package that depends.
    public let package: PackagePath
    /// The package depended on.
    public let dependency: PackagePath
    /// The ways, each from the one to the other.
    public let ways: [[String]]

    /// 1 where there is none.
    public var exitCode: Int32 { ways.isEmpty ? 1 : 0 }

    /// A line for each way; versions that differ are said below.
    public func lines(_ style: Style) -> [String] {
        guard !ways.isEmpty else { return ["\(package) does not depend on \(dependency)"] }
        let versions = Set(ways.compactMap(\.last))
        let warning =
            versions.count > 1
            ? [style.caution("\(versions.count) versions: \(versions.sorted().joined(separator: ", "))")] : []
        return ways.map { $0.joined(separator: " → ") } + warning
    }
}
