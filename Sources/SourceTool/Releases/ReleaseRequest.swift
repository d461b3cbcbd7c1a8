import SourceFormat

/// Which version of which packages is asked to be released, as it was typed.
public struct ReleaseRequest: Sendable, Hashable {
    /// How a version is named.
    public enum Version: Sendable, Hashable {
        /// The highest release, raised by what the commits since ask for; where they ask for nothing, no release.
        case auto
        /// The highest release, raised.
        case bump(Bump)
        /// This one.
        case exact(SemanticVersion)
    }

    /// The version; nil where none is named.
    public let version: Version?
    /// The packages as they were typed; none for the one around.
    public let packages: [String]

    /// Reads `[auto|patch|minor|major|X.Y.Z] [PACKAGE…]`, the version at any place.
    ///
    /// - Throws: ``ToolError`` with exit code 2 for two versions, one version for several packages, or what looks like
    ///   a version and is none.
    public init(parsing arguments: [String]) throws(ToolError) {
        var version: Version?
        var packages: [String] = []
        for argument in arguments {
            if let parsed = try Self.version(argument) {
                guard version == nil else { throw .usage("two versions are named: name one") }
                version = parsed
            } else {
                packages.append(argument)
            }
        }
        if packages.count > 1, let odd = packages.first(where: { !$0.contains("/") && !$0.contains(".") }) {
            throw .usage("\(odd) is neither auto, patch, minor or major nor a version X.Y.Z")
        }
        if case .exact(let exact) = version, packages.count > 1 {
            throw .usage("\(exact) can be the version of one package only; name auto, patch, minor or major")
        }
        (self.version, self.packages) = (version, packages)
    }

    private static func version(_ argument: String) throws(ToolError) -> Version? {
        if argument == "auto" { return .auto }
        if let bump = Bump(rawValue: argument) { return .bump(bump) }
        let digits = argument.hasPrefix("v") ? argument.dropFirst() : argument[...]
        guard digits.first?.isNumber == true else { return nil }
        return .exact(try attempt(exitCode: 2) { try SemanticVersion(parsing: argument) })
    }
}

extension ReleaseRequest.Version: CustomStringConvertible {
    /// The version as it is typed.
    public var description: String {
        switch self {
        case .auto: "auto"
        case .bump(let bump): bump.rawValue
        case .exact(let version): version.description
        }
    }
}
