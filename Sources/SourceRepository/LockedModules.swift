import SourceFormat

/// A package that one lockfile needs at two commits, which can lie in one folder at one of them only.
public struct ModuleConflict: Error, Sendable, Equatable, CustomStringConvertible {
    /// The package.
    public let package: PackagePath
    /// The two ways to it from the root, `agents/invoice → resources/skills/ocr@1.0.0`.
    public let ways: [String]

    /// What is in conflict, and by which ways.
    public var description: String {
        "\(package) is needed at two versions, and can be installed at one only: \(ways.joined(separator: "; "))"
    }
}

extension Lockfile {
    /// The packages below the root, each once, by path: what goes into the root package's `eigenpal_modules`.
    ///
    /// - Throws: ``ModuleConflict`` for one that is there at two commits.
    public func modules() throws(ModuleConflict) -> [LockNode] {
        var found: [PackagePath: (node: LockNode, way: String)] = [:]
        var open = root.dependencies.map { (node: $0, way: "\(root.packagePath)") }
        while let (node, before) = open.popLast() {
            let way = "\(before) → \(node.packagePath)@\(node.resolvedRef)"
            if let other = found[node.packagePath] {
                guard other.node.commit == node.commit else {
                    throw ModuleConflict(package: node.packagePath, ways: [other.way, way])
                }
                continue
            }
            found[node.packagePath] = (node, way)
            open += node.dependencies.map { ($0, way) }
        }
        return found.values.map(\.node).sorted { $0.packagePath < $1.packagePath }
    }
}
