import HTTPTypes
import SourceFormat

/// What a path's `:agent`, `:workflow` or `:automation` may say: an identifier, a package path, a dotted name or a
/// slug.
enum AutomationName: Sendable, Hashable {
    /// `agt_…` or `wf_…`.
    case identifier(String)
    /// The packages it may mean. A dotted name is one; a slug is one in each kind, and where it also reads as a dotted
    /// name, that comes first.
    case packages(exact: PackagePath?, slugs: [PackagePath])

    /// Reads a name for automations of some kinds.
    ///
    /// - Throws: 400 for a package path that is none, or is of another kind of package.
    init(parsing text: String, kinds: [Automation.Kind]) throws(APIError) {
        if text.hasPrefix(Identifier.Kind.agent.rawValue) || text.hasPrefix(Identifier.Kind.workflow.rawValue)
        {
            self = .identifier(text)
            return
        }
        if text.contains("/") {
            let path: PackagePath
            do { path = try PackagePath(parsing: text) } catch { throw APIError(error, field: "automation") }
            self = .packages(exact: try Self.requireKind(path, kinds), slugs: [])
            return
        }
        let slugs = kinds.compactMap { kind in try? PackagePath(parsing: "\(kind.root.rawValue).\(text)") }
        self = .packages(exact: try? PackagePath(parsing: text), slugs: slugs)
    }

    private static func requireKind(
        _ path: PackagePath, _ kinds: [Automation.Kind]
    ) throws(APIError) -> PackagePath {
        guard let kind = Automation.Kind(path.root), kinds.contains(kind) else {
            throw .notAnAutomation(path, kinds)
        }
        return path
    }
}

extension APIError {
    /// The package is of a kind that the endpoint has nothing to do with.
    static func notAnAutomation(_ path: PackagePath, _ kinds: [Automation.Kind]) -> APIError {
        let wanted = kinds.map { "\($0.rawValue)s" }.joined(separator: " and ")
        return APIError(
            .badRequest, code: "not_an_automation", field: "automation",
            "\(path) is below \(path.root.rawValue)/; this is for \(wanted) only.")
    }
}

extension Automation.Kind {
    /// The folder of its packages.
    var root: PackageRoot {
        switch self {
        case .agent: .agents
        case .workflow: .workflows
        }
    }

    /// The kind whose packages are below a root; nil for resources and evaluators.
    init?(_ root: PackageRoot) {
        switch root {
        case .agents: self = .agent
        case .workflows: self = .workflow
        case .resources, .evaluators: return nil
        }
    }

    /// What its identifiers begin with.
    var identifierKind: Identifier.Kind {
        switch self {
        case .agent: .agent
        case .workflow: .workflow
        }
    }
}
