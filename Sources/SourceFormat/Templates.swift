/// What a new repository and a new package begin with: the files under `templates/`, compiled in.
///
/// The files hold placeholders: `{{name}}` and `{{description}}` as text, `{{name:yaml}}` and `{{name:json}}`
/// written as a value of that language, and `{{last}}` and `{{last:yaml}}`, the last segment of the package's
/// path. A line whose placeholder has no value is left out.
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
            case .agent, .workflow, .evaluator: root.rawValue
            case .skill: "resources/skills"
            case .rule: "resources/rules"
            case .knowledge: "resources/knowledge"
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

        /// Where a package of this name goes: a bare name (`invoice`, `finance/invoice`) into the template's
        /// folder, a whole path or dotted name (`agents/invoice`, `resources.skills.ocr`) as it is.
        ///
        /// - Throws: ``FormatError`` with the code `invalid_package_path`, also for a path that is another
        ///   template's.
        public func path(for name: String) throws(FormatError) -> PackagePath {
            let first = name.utf8.split(
                maxSplits: 1, omittingEmptySubsequences: false, whereSeparator: { $0 == 0x2F || $0 == 0x2E })
            guard first.count == 2, let first = String(first[0]), PackageRoot(rawValue: first) != nil else {
                let separator = name.utf8.contains(0x2E) && !name.utf8.contains(0x2F) ? "." : "/"
                let folder = separator == "." ? String(folder.map { $0 == "/" ? "." : $0 }) : folder
                return try PackagePath(parsing: folder + separator + name)
            }
            let path = try PackagePath(parsing: name)
            guard path.kind == kind else {
                throw FormatError(
                    code: "invalid_package_path",
                    message: "\(path) is not where packages of the template \(rawValue) live",
                    remedy: "Write \(folder)/<name>, or choose another template")
            }
            return path
        }
    }

    /// A file of a template.
    public struct File: Sendable, Hashable {
        /// Where it goes, relative to the package (or, for ``rootFiles``, to the repository).
        public let path: String
        /// What it holds.
        public let contents: String
        /// Whether it can be run.
        public let isExecutable: Bool

        /// Describes a file.
        public init(path: String, contents: String, isExecutable: Bool = false) {
            (self.path, self.contents, self.isExecutable) = (path, contents, isExecutable)
        }
    }

    /// The files of a new package, the manifest among them.
    ///
    /// - Parameters:
    ///   - template: what is scaffolded.
    ///   - path: where it goes.
    ///   - name: its name, for people; any text. The last segment of the path where it is empty.
    ///   - description: what it is for; any text.
    public static func files(
        for template: Template, path: PackagePath, name: String, description: String? = nil
    ) -> [File] {
        let rendering = TemplateRendering(path: path, name: name, description: description)
        return embeddedFiles(in: template.rawValue).map { file in
            File(
                path: file.path, contents: rendering.render(file.contents), isExecutable: file.isExecutable)
        }
    }

    /// The files of a new repository: `eigenpal.yaml` and `.gitignore`.
    public static var rootFiles: [File] { embeddedFiles(in: "repository") }
}
