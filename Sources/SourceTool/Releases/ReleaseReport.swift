import Git
import SourceFormat

/// A release that was made, or would be.
public struct ReleaseReport: Renderable {
    /// What was planned.
    public let plan: ReleasePlan
    /// The remote that the tag goes to.
    public let remoteURL: String
    /// Whether a sync follows.
    public let syncs: Bool
    /// Whether nothing was changed.
    public let isDryRun: Bool
    /// Whether the server has the tag.
    public var isReleased = false
    /// Whether the server lists the release.
    public var isReadBack = false
    /// What became of the sync; nil where there was none.
    public var sync: SyncReport.Result?

    init(plan: ReleasePlan, remoteURL: String, syncs: Bool, isDryRun: Bool) {
        self.plan = plan
        self.remoteURL = remoteURL
        self.syncs = syncs
        self.isDryRun = isDryRun
    }

    /// 1 where the release stands and its sync failed.
    public var exitCode: Int32 { sync?.problem == nil ? 0 : 1 }

    private enum CodingKeys: String, CodingKey {
        case package, version, previous, tag, commit, message, commits, warnings, remoteURL, isDryRun,
            isReleased
        case isReadBack, sync
    }

    /// Writes the plan and its outcome side by side.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(plan.package, forKey: .package)
        try container.encode(plan.version, forKey: .version)
        try container.encodeIfPresent(plan.previous, forKey: .previous)
        try container.encode(plan.tag.name, forKey: .tag)
        try container.encode(plan.commit.hex, forKey: .commit)
        try container.encode(plan.message, forKey: .message)
        try container.encode(plan.commits, forKey: .commits)
        try container.encode(plan.warnings, forKey: .warnings)
        try container.encode(remoteURL, forKey: .remoteURL)
        try container.encode(isDryRun, forKey: .isDryRun)
        try container.encode(isReleased, forKey: .isReleased)
        try container.encode(isReadBack, forKey: .isReadBack)
        try container.encodeIfPresent(sync, forKey: .sync)
    }

    /// What was done, or, of a dry run, what would be.
    public func lines(_ style: Style) -> [String] {
        if isDryRun { return planLines(style) + ["", "Nothing was changed: this is a dry run"] }
        var lines = [
            "\(style.good("Released")) \(style.name(plan.tag.name)) at \(plan.commit.short)"
        ]
        if let sync {
            lines += sync.lines(style)
            if sync.problem != nil { lines.append("next: eigenpal-src sync \(plan.package)") }
        }
        return lines
    }

    /// The plan for a person to agree to.
    func planLines(_ style: Style) -> [String] {
        let before = plan.previous.map { "after \($0)" } ?? "the first release"
        var rows = [
            ["  tag", plan.tag.name],
            ["  commit", plan.commit.short],
            ["  push to", remoteURL],
        ]
        if syncs { rows.append(["  sync", "\(plan.package.kind.rawValue) \(plan.package.slug)"]) }
        var lines = ["\(style.name("\(plan.package) \(plan.version)")), \(before)"] + style.table(rows)
        lines.append("  message")
        lines += plan.message.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map {
            $0.isEmpty ? "" : "    \($0)"
        }
        return lines + plan.warnings.map { "  \(style.caution("warning")): \($0)" }
    }
}
