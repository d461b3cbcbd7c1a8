/// One package that another needs, at one exact version.
public struct Dependency: Sendable, Hashable {
    /// The package that is needed.
    public let path: PackagePath
    /// The release of it.
    public let version: SemanticVersion
    /// The line of the manifest that says so, from 1.
    public let line: Int

    /// Describes a dependency.
    public init(path: PackagePath, version: SemanticVersion, line: Int) {
        self.path = path
        self.version = version
        self.line = line
    }

    /// The package as a manifest names it, `workspace:resources.skills.ocr`.
    public var name: String { "workspace:\(path.dottedName)" }
}
