import Git
import SourceFormat

/// What a release of packages would bring, as history has it. A value: nothing is changed by planning.
public struct ReleasePlan: Sendable, Hashable, Encodable {
    /// The commit that is planned for, 40 digits.
    public let commit: String
    /// Whether history was cut off by a shallow clone, so that older commits are not counted.
    public let isShallow: Bool
    /// The packages that were asked for, in order; those that the settings leave out are not among them.
    public let packages: [PackagePlan]
    /// The packages that the settings leave out, of those that were asked for.
    public let excluded: [PackagePath]

    /// The packages that get a new version.
    public var moving: [PackagePlan] { packages.filter { $0.next != nil } }
}

/// What is planned for one package.
public struct PackagePlan: Sendable, Hashable, Encodable {
    /// The package.
    public let path: PackagePath
    /// Its highest release; nil where it has none.
    public let current: CurrentRelease?
    /// The commits since that touch it, newest first.
    public let commits: [PlannedCommit]
    /// Which part of the version is raised; nil where nothing asks for a release.
    public let bump: Bump?
    /// The next version; nil where nothing asks for a release.
    public let next: SemanticVersion?
    /// Why there is a next version; empty where there is none.
    public let reasons: [PlanReason]
    /// The changelog's entry of the next version as Markdown; nil where there is none.
    public let changelog: String?
    /// The packages that name an older version of it than the next, or else the highest, in order.
    public let outdatedDependents: [OutdatedDependent]
    /// Whether its manifest can be read; where not, its dependencies are not counted.
    public let isManifestValid: Bool
}

/// A package's highest release.
public struct CurrentRelease: Sendable, Hashable, Encodable {
    /// Its version.
    public let version: SemanticVersion
    /// The commit that was released, 40 digits.
    public let commit: String
    /// Whether the commit leads to the one that is planned for.
    public let isInHistory: Bool
}

/// A commit that touches a package.
public struct PlannedCommit: Sendable, Hashable, Encodable {
    /// Its name, 40 digits.
    public let commit: String
    /// The first line of its message, safe to show on a terminal.
    public let summary: String
    /// Its type by the convention; nil where the message does not follow it.
    public let type: String?
    /// The scope after its type.
    public let scope: String?
    /// Whether something no longer works as before.
    public let isBreaking: Bool
    /// Whether the message follows Conventional Commits; if not, it counts as a patch.
    public let isConventional: Bool
    /// Whether it was taken back again, or takes back another that was not released: it asks for nothing.
    public let isCancelled: Bool
    /// Which part of the version it asks to raise; nil for none.
    public let bump: Bump?
}

/// Why a package gets a new version.
public enum PlanReason: Sendable, Hashable, Encodable {
    /// Its own commits, so many, ask for it.
    case commits(Int)
    /// It was asked for, whatever the commits say.
    case requested
    /// A dependency moves from the version that is named to a new one.
    case dependency(PackagePath, from: SemanticVersion, to: SemanticVersion)

    private enum CodingKeys: String, CodingKey { case kind, count, package, from, to }

    /// Writes an object with the key `kind`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .commits(let count):
            try container.encode("commits", forKey: .kind)
            try container.encode(count, forKey: .count)
        case .requested:
            try container.encode("requested", forKey: .kind)
        case .dependency(let path, let from, let to):
            try container.encode("dependency", forKey: .kind)
            try container.encode(path, forKey: .package)
            try container.encode(from, forKey: .from)
            try container.encode(to, forKey: .to)
        }
    }
}

/// A package that depends on an older version of another.
public struct OutdatedDependent: Sendable, Hashable, Encodable {
    /// The package that depends.
    public let path: PackagePath
    /// The version that it names.
    public let version: SemanticVersion
    /// Whether the plan moves it along.
    public let follows: Bool
}
