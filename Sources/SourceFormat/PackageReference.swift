/// A package and which state of it: `<path or dotted name>[@<version>]`, the highest release where none is
/// named.
public struct PackageReference: Sendable, Hashable, CustomStringConvertible {
    /// The package.
    public let path: PackagePath
    /// Which state of it.
    public let version: VersionReference

    /// Puts a reference together.
    public init(path: PackagePath, version: VersionReference = .latest) {
        self.path = path
        self.version = version
    }

    /// Reads `agents/invoice`, `agents.invoice@1.2.0`, `agents.invoice@1.x`, ….
    ///
    /// - Throws: ``FormatError`` with the code `invalid_package_path` or `invalid_version_ref`.
    public init(parsing text: some StringProtocol) throws(FormatError) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        path = try PackagePath(parsing: parts.first ?? "")
        version = parts.count == 2 ? try VersionReference(parsing: parts[1]) : .latest
    }

    /// The dotted name, `@`, and the version: `agents.invoice@latest`.
    public var description: String { "\(path.dottedName)@\(version)" }
}
