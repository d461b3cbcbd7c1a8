/// What a new repository and a new package begin with: the files under `templates/`, compiled in.
public enum Templates {
    /// The packages that can be scaffolded.
    public enum Template: String, Sendable, Hashable, CaseIterable, Codable {
        /// An agent: `agents/<name>`.
        case agent
        /// A workflow: `workflows/<name>`.
        case workflow
        /// A skill: `resources/skills/<name>`.
        case skill
        /// A rule: `resources/rules/<name>`.
        case rule
        /// Knowledge: `resources/knowledge/<name>`.
        case knowledge
        /// An evaluator: `evaluators/<name>`.
        case evaluator

        /// The root it goes under.
        public var root: PackageRoot {
            switch self {
            case .agent: .agents
            case .workflow: .workflows
            case .skill, .rule, .knowledge: .resources
            case .evaluator: .evaluators
            }
        }

        /// The folder it goes into, `resources/skills`.
        public var folder: String {
            switch self {
            case .agent: "agents"
            case .workflow: "workflows"
            case .skill: "resources/skills"
            case .rule: "resources/rules"
            case .knowledge: "resources/knowledge"
            case .evaluator: "evaluators"
            }
        }

        /// The kind of package that it makes.
        public var kind: PackageKind {
            switch self {
            case .agent: .agent
            case .workflow: .workflow
            case .skill: .skill
            case .rule: .rule
            case .knowledge: .knowledge
            case .evaluator: .evaluator
            }
        }

        /// Where a package of this name goes: a bare name (`invoice`, `finance/invoice`) into the template's folder, a
        /// whole path as it is.
        ///
        /// - Throws: ``FormatError`` with the code `invalid_package_path`, also for a path that is another template's.
        public func path(for name: String) throws(FormatError) -> PackagePath {
            try PackagePath(parsing: "\(folder)/\(name)")
        }
    }

    /// A file of a template.
    public struct File: Sendable, Hashable {
        /// Where it goes, relative to the package (or, for ``rootFiles``, to the repository).
        public let path: String
        /// What it holds.
        public let contents: String
    }

    /// The files of a new package, the manifest among them.
    ///
    /// - Parameters:
    ///   - template: what is scaffolded.
    ///   - path: where it goes.
    ///   - name: its name, for people; any text.
    ///   - description: what it is for; any text.
    public static func files(
        for template: Template, path: PackagePath, name: String, description: String? = nil
    ) -> [File] { [] }

    /// The files of a new repository: `eigenpal.yaml` and `.gitignore`.
    public static var rootFiles: [File] { [] }
}
