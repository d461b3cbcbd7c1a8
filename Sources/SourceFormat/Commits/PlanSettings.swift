/// How releases are planned and pushes are guarded: the `.eigenpal-src.yaml` at the root of a repository, of which every key is optional.
public struct PlanSettings: Sendable, Hashable {
    /// What happens to a package whose dependency gets a new version.
    public enum Dependents: String, Sendable, Hashable, Codable, CaseIterable {
        /// It is released too, as a patch at least.
        case follow
        /// It stays as it is, on the version that it names.
        case stay
    }

    /// The file's name.
    public static let fileName = ".eigenpal-src.yaml"

    /// The types that ask for a release by the convention.
    public static let defaultTypes: [String: Bump] = [
        "feat": .minor, "fix": .patch, "perf": .patch, "revert": .patch,
    ]

    /// What each type of commit asks for. A type that is not here asks for nothing.
    public let types: [String: Bump]
    /// What the tag of a release says.
    public let tagMessage: TagMessageTemplate
    /// What happens to the dependents of a package that moves.
    public let dependents: Dependents
    /// The packages that are never released from here, in order.
    public let excluded: [PackagePath]

    /// The findings of the guard that are allowed on purpose: each one's fingerprint, and why.
    public let allowed: [String: String]

    /// The settings of a repository without the file.
    public static let standard = PlanSettings()

    /// Describes how releases are planned.
    public init(
        types: [String: Bump] = defaultTypes, tagMessage: TagMessageTemplate = .standard,
        dependents: Dependents = .stay, excluded: [PackagePath] = [], allowed: [String: String] = [:]
    ) {
        self.types = types
        self.tagMessage = tagMessage
        self.dependents = dependents
        self.excluded = excluded
        self.allowed = allowed
    }

    /// Whether a text is a fingerprint: 16 hexadecimal digits in small letters.
    public static func isFingerprint(_ text: String) -> Bool {
        text.utf8.count == 16 && text.utf8.allSatisfy { 0x30...0x39 ~= $0 || 0x61...0x66 ~= $0 }
    }

    /// What a commit asks for; nil for nothing. What is incompatible asks for `major` whatever its type; a message
    /// without the convention asks for `patch`.
    public func bump(for commit: ConventionalCommit?) -> Bump? {
        guard let commit else { return .patch }
        return commit.isBreaking ? .major : types[commit.type]
    }

    /// Reads the file strictly.
    ///
    /// - Returns: the settings where there are no errors, and everything that was found.
    public static func parse(bytes: [UInt8], file: String = fileName) -> (PlanSettings?, [Finding]) {
        var parser = PlanSettingsParser(file: file)
        let settings = parser.parse(bytes)
        return (parser.findings.containsErrors ? nil : settings, parser.findings)
    }
}
