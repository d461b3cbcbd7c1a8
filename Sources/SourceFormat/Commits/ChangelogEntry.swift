/// What a release brings, as Markdown: a heading, and a list for each sort of change.
public struct ChangelogEntry: Sendable, Hashable {
    /// One change of the list.
    public struct Line: Sendable, Hashable {
        /// The part of the code it is about.
        public let scope: String?
        /// What it is.
        public let text: String
        /// The commit's digits; nil where it is from none.
        public let commit: String?

        /// Describes a change.
        public init(scope: String?, text: String, commit: String?) {
            (self.scope, self.text, self.commit) = (scope, text, commit)
        }
    }

    /// The release.
    public let tag: ReleaseTag
    /// What no longer works as before.
    public private(set) var breaking: [Line] = []
    /// What is new.
    public private(set) var features: [Line] = []
    /// What works now.
    public private(set) var fixes: [Line] = []
    /// What is faster now.
    public private(set) var performance: [Line] = []
    /// What was taken back.
    public private(set) var reverts: [Line] = []
    /// What is none of these.
    public private(set) var others: [Line] = []
    /// The dependencies that move, and their versions.
    public private(set) var dependencies: [Line] = []

    /// An entry without changes.
    public init(for tag: ReleaseTag) { self.tag = tag }

    /// Adds a commit that asks for a release.
    ///
    /// - Parameters:
    ///   - message: the whole message.
    ///   - commit: the commit's 40 digits.
    public mutating func add(message: String, commit: String) {
        let short = String(commit.prefix(7))
        guard let parsed = ConventionalCommit(parsing: message) else {
            let summary = MessageLines.split(message).first.map(String.init) ?? "no message"
            others.append(Line(scope: nil, text: summary, commit: short))
            return
        }
        for text in parsed.breakingDescriptions {
            breaking.append(Line(scope: parsed.scope, text: text, commit: short))
        }
        let line = Line(scope: parsed.scope, text: parsed.description, commit: short)
        switch parsed.type {
        case "feat": features.append(line)
        case "fix": fixes.append(line)
        case "perf": performance.append(line)
        case "revert": reverts.append(line)
        default: others.append(line)
        }
    }

    /// Adds a dependency that moves.
    public mutating func add(dependency: PackagePath, version: SemanticVersion) {
        dependencies.append(Line(scope: nil, text: "\(dependency.dottedName) \(version)", commit: nil))
    }

    /// The entry's text, which ends in one line break. What a terminal would obey is shown instead.
    public var markdown: String {
        var text = "## \(tag.path.dottedName) \(tag.version)\n"
        let sections = [
            ("Breaking changes", breaking), ("Features", features), ("Fixes", fixes),
            ("Performance", performance), ("Reverts", reverts), ("Other changes", others),
            ("Dependencies", dependencies),
        ]
        for (title, lines) in sections where !lines.isEmpty {
            text += "\n### \(title)\n\n"
            for line in lines { text += Self.item(line) }
        }
        return text
    }

    /// An entry's text without its heading; empty for one without changes.
    public static func body(of markdown: String) -> String {
        guard let end = markdown.firstIndex(of: "\n") else { return "" }
        return String(markdown[end...].drop { $0 == "\n" })
    }

    /// An entry's text with dependencies that move added at its end, where the entry has none.
    public static func adding(
        dependencies: [(path: PackagePath, version: SemanticVersion)], to markdown: String
    ) -> String {
        guard !dependencies.isEmpty else { return markdown }
        let lines = dependencies.map {
            item(Line(scope: nil, text: "\($0.path.dottedName) \($0.version)", commit: nil))
        }
        return markdown + "\n### Dependencies\n\n" + lines.joined()
    }

    private static func item(_ line: Line) -> String {
        let scope = line.scope.map { "**\(TemplateRendering.line($0)):** " } ?? ""
        return "- \(scope)\(TemplateRendering.line(line.text))\(line.commit.map { " (\($0))" } ?? "")\n"
    }
}
