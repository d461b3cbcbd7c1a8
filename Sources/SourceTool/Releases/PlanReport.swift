import SourceFormat
import SourceRepository

/// What a release of packages would bring.
public struct PlanReport: Renderable {
    /// The plan.
    public let plan: SourceRepository.ReleasePlan
    /// Whether it is of every package.
    public let isAll: Bool
    /// What `release` is to be told to do this; nil where it cannot do the same.
    let level: String?

    init(plan: SourceRepository.ReleasePlan, isAll: Bool, level: String?) {
        (self.plan, self.isAll, self.level) = (plan, isAll, level)
    }

    /// The plan as Markdown, for the description of a pull request.
    public var markdown: PlanMarkdown { PlanMarkdown(self) }

    /// Writes the plan itself.
    public func encode(to encoder: any Encoder) throws { try plan.encode(to: encoder) }

    /// The packages that move with their commits, what the others are, and the next command.
    public func lines(_ style: Style) -> [String] { PlanLines(self, style).lines }

    /// The only package that was asked about; nil where there are several.
    var single: PackagePath? {
        guard !isAll, plan.packages.count + plan.excluded.count == 1 else { return nil }
        return plan.packages.first?.path ?? plan.excluded.first
    }

    /// The command that makes these releases; nil where there is nothing to release.
    var next: String? {
        let moving = plan.moving
        guard !moving.isEmpty, let level else { return nil }
        let packages = isAll ? "--all" : moving.map(\.path.description).joined(separator: " ")
        return "\(ToolVersion.name) release \(level) \(packages)"
    }

    /// How many packages have nothing to release; nil where there is none.
    var restingLine: String? {
        let (moving, all) = (plan.moving.count, plan.packages.count)
        if all == 0 { return plan.excluded.isEmpty ? "There is no package in this commit" : nil }
        if moving == 0 { return "Nothing to release in \(Self.count(all, "package"))" }
        let resting = all - moving
        return "\(Self.count(moving, "package")) to release"
            + (resting == 0 ? "" : ", \(resting) with nothing to release")
    }

    /// The packages that the settings leave out; nil where there is none.
    var excludedLine: String? {
        guard !plan.excluded.isEmpty else { return nil }
        return "Left out by \(PlanSettings.fileName): \(Self.list(plan.excluded.map(\.description)))"
    }

    /// The packages whose manifests are not valid; nil where there is none.
    var unreadableLine: String? {
        let paths = plan.packages.filter { !$0.isManifestValid }.map(\.path.description)
        guard !paths.isEmpty else { return nil }
        return
            "Not valid, so that no dependencies are counted: the manifest\(paths.count == 1 ? "" : "s") of "
            + Self.list(paths)
    }

    /// So many of a thing.
    static func count(_ number: Int, _ thing: String) -> String {
        "\(number) \(thing)\(number == 1 ? "" : "s")"
    }

    /// The items on one line, the first of them where they are many.
    static func list(_ items: [String], limit: Int = 5) -> String {
        let shown = items.prefix(limit).joined(separator: ", ")
        return items.count > limit ? "\(shown) and \(items.count - limit) more" : shown
    }
}

extension PackagePlan {
    /// The highest release and the next, `1.2.0 -> 1.3.0`.
    var move: String { "\(current?.version.description ?? "none") -> \(next?.description ?? "none")" }

    /// Why there is a next version, on one line.
    var why: String {
        var (words, dependencies): ([String], [String]) = ([], [])
        for reason in reasons {
            switch reason {
            case .commits(let count): words.append(PlanReport.count(count, "commit"))
            case .requested: words.append("asked for")
            case .dependency(let path, let from, let to): dependencies.append("\(path) \(from) -> \(to)")
            }
        }
        if !dependencies.isEmpty { words.append(PlanReport.list(dependencies, limit: 3)) }
        return words.joined(separator: ", ")
    }
}
