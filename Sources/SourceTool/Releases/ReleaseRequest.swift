import SourceFormat

/// Which version of which package is asked to be released, as it was typed.
public struct ReleaseRequest: Sendable, Hashable {
    /// How a version is named.
    public enum Version: Sendable, Hashable {
        /// The highest release, raised.
        case bump(Bump)
        /// This one.
        case exact(SemanticVersion)
    }

    /// The version; a patch where none is named.
    public let version: Version
    /// The package as it was typed; nil for the one around.
    public let package: String?

    /// Reads `[patch|minor|major|X.Y.Z] [PACKAGE]`, in either order.
    ///
    /// - Throws: ``ToolError`` with exit code 2 for two versions, two packages, or what looks like a version and is
    ///   none.
    public init(parsing arguments: [String]) throws(ToolError) {
        var version: Version?
        var package: String?
        for argument in arguments {
            if let parsed = try Self.version(argument) {
                guard version == nil else { throw .usage("two versions are named: release one at a time") }
                version = parsed
            } else {
                if let other = package {
                    let odd = [other, argument].first { !$0.contains("/") && !$0.contains(".") }
                    throw .usage(
                        odd.map { "\($0) is neither patch, minor or major nor a version X.Y.Z" }
                            ?? "two packages are named, \(other) and \(argument): release one at a time")
                }
                package = argument
            }
        }
        self.version = version ?? .bump(.patch)
        self.package = package
    }

    /// A request of its parts.
    public init(version: Version, package: String?) {
        self.version = version
        self.package = package
    }

    private static func version(_ argument: String) throws(ToolError) -> Version? {
        if let bump = Bump(rawValue: argument) { return .bump(bump) }
        let digits = argument.hasPrefix("v") ? argument.dropFirst() : argument[...]
        guard digits.first?.isNumber == true else { return nil }
        return .exact(try attempt(exitCode: 2) { try SemanticVersion(parsing: argument) })
    }
}
