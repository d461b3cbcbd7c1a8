import SourceFormat

/// Why a package reference does not resolve to a lock graph.
public struct ResolutionError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds of refusal, in the words the API's issues use as their `code`.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The package is not in the repository at the commit that was asked for.
        case packageNotFound = "package_not_found"
        /// No release of the package satisfies the version that was asked for.
        case releaseNotFound = "release_not_found"
        /// The commit that was asked for does not exist.
        case commitNotFound = "commit_not_found"
        /// The commit that was asked for is not on `main`.
        case commitNotOnMain = "commit_not_on_main"
        /// The repository has no `main` yet.
        case mainNotFound = "main_not_found"
        /// A package depends on itself through others.
        case dependencyCycle = "dependency_cycle"
        /// A manifest in the graph does not parse or breaks a rule.
        case invalidManifest = "invalid_manifest"
        /// The graph is deeper or larger than a lockfile may be.
        case graphTooLarge = "graph_too_large"
    }

    /// What sort of refusal it is.
    public let code: Code
    /// What is wrong, after the path through the graph that leads there:
    /// `agents.invoice@1.0.0 → resources.skills.ocr@1.2.0: …`.
    public let message: String
    /// How to mend it.
    public let remedy: String?
    /// The path through the graph, from the package that was asked for to the one that failed, each as
    /// `agents.invoice@1.0.0`. On a cycle, the last is a package that stands on the path before.
    public let path: [String]
    /// What is wrong with the manifest, where that is the reason.
    public let findings: [Finding]

    /// Describes one refusal.
    public init(
        code: Code, message: String, remedy: String? = nil, path: [String], findings: [Finding] = []
    ) {
        self.code = code
        self.message = message
        self.remedy = remedy
        self.path = path
        self.findings = findings
    }

    /// The message, and the remedy after it.
    public var description: String { remedy.map { "\(message). \($0)" } ?? message }
}
