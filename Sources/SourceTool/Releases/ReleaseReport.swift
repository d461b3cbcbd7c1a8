import Git
import SourceFormat
import SourceRepository

/// Releases that were made, or would be.
public struct ReleaseReport: Renderable {
    /// One release.
    public struct Item: Sendable, Encodable {
        /// The package.
        public let package: PackagePath
        /// The version.
        public let version: SemanticVersion
        /// The highest release before it; nil for the first.
        public let previous: SemanticVersion?
        /// The tag's name.
        public let tag: String
        /// The tag's message; nil for what an earlier command began.
        public let message: String?
        /// The commits that it brings, newest first.
        public let commits: [PlannedCommit]
        /// The dependencies whose versions are raised with it.
        public let raised: [PlannedRelease.Pin]
        /// The packages that go on to name an older version of it.
        public let staying: [PackagePath]
        /// What is doubtful about it.
        public let warnings: [String]
        /// Whether a sync follows.
        public let syncs: Bool
        /// Whether the server has the tag.
        public var isReleased = false
        /// Whether the server lists the release.
        public var isReadBack = false
        /// What became of the sync; nil where there was none.
        public var sync: SyncReport.Result?

        init(_ release: PlannedRelease, syncs: Bool) {
            (package, version, previous) = (release.package, release.version, release.previous)
            (tag, message, commits) = (release.tag.name, release.message, release.commits)
            (raised, staying) = (release.pins, release.staying.map(\.path))
            warnings = release.warnings
            self.syncs = syncs && release.package.kind.isAutomation
        }

        init(_ entry: ReleaseJournal.Entry) {
            (package, version, previous) = (entry.package, entry.version, entry.previous)
            (tag, message, commits, raised, staying, warnings) = (entry.tag.name, nil, [], [], [], [])
            syncs = entry.syncs
        }
    }

    /// The releases, each after what it depends on.
    public internal(set) var releases: [Item]
    /// The commit that is tagged, 40 digits; nil where nothing is released.
    public let commit: String?
    /// How the server's `main` moves; nil where it stays.
    public let main: ReleaseMainMove?
    /// The remote that the tags go to.
    public let remoteURL: String
    /// Whether nothing was changed.
    public let isDryRun: Bool
    /// What an unfinished release was made whole by; nil where all is done.
    var resume: String?

    init(_ batch: ReleaseBatch, remoteURL: String, syncs: Bool, isDryRun: Bool) {
        releases = batch.releases.map { Item($0, syncs: syncs) }
        commit = batch.releases.isEmpty ? nil : batch.commit.hex
        main = batch.main.map { ReleaseMainMove($0) }
        (self.remoteURL, self.isDryRun) = (remoteURL, isDryRun)
    }

    init(_ journal: ReleaseJournal, remoteURL: String) {
        releases = journal.releases.map { Item($0) }
        commit = journal.releases.first?.commit
        main = journal.main.map { ReleaseMainMove($0) }
        (self.remoteURL, isDryRun) = (remoteURL, false)
    }

    /// 1 where a release stands and its sync failed.
    public var exitCode: Int32 { releases.contains { $0.sync?.problem != nil } ? 1 : 0 }

    private enum CodingKeys: String, CodingKey { case releases, commit, main, remoteURL, isDryRun }

    /// What was done, or, of a dry run, what would be.
    public func lines(_ style: Style) -> [String] {
        guard !releases.isEmpty else { return ["Nothing to release: no commit asks for it"] }
        if isDryRun { return planLines(style) + ["", "Nothing was changed: this is a dry run"] }
        let short = String((commit ?? "").prefix(7))
        var lines = releases.map { "\(style.good("Released")) \(style.name($0.tag)) at \(short)" }
        for release in releases { lines += release.sync?.lines(style) ?? [] }
        let failed = releases.filter { $0.sync?.problem != nil }
        if let resume {
            lines.append("next: \(resume)")
        } else if !failed.isEmpty {
            lines.append("next: eigenpal-src sync \(failed.map { "\($0.package)" }.joined(separator: " "))")
        }
        return lines
    }

    /// The plan for a person to agree to.
    func planLines(_ style: Style) -> [String] {
        guard releases.count == 1, let release = releases.first else { return planOfSeveral(style) }
        var rows = [["  tag", release.tag], ["  commit", commitWords]]
        if let main { rows.append(["  main", main.words]) }
        rows.append(["  push to", remoteURL])
        if release.syncs {
            rows.append(["  sync", "\(release.package.kind.rawValue) \(release.package.slug)"])
        }
        let before = release.previous.map { "after \($0)" } ?? "the first release"
        var lines = [
            "\(style.name("\(release.package) \(release.version)")), \(before)"
        ]
        lines += style.table(rows)
        lines.append("  message")
        let message = (release.message ?? "").split(separator: "\n", omittingEmptySubsequences: false)
        lines += message.dropLast().map { $0.isEmpty ? "" : "    \($0)" }
        return lines + remarks(of: release, style)
    }

    private func planOfSeveral(_ style: Style) -> [String] {
        var rows = [["  commit", commitWords]]
        if let main { rows.append(["  main", main.words]) }
        rows.append(["  push to", remoteURL])
        let syncs = releases.count(where: \.syncs)
        if syncs > 0 { rows.append(["  sync", count(syncs, "automation")]) }
        var lines = [style.name(count(releases.count, "release"))] + style.table(rows)
        let table = style.table(
            releases.map { release in
                [
                    "  \(release.package)",
                    release.previous.map { "\($0) -> \(release.version)" } ?? "\(release.version)",
                    Self.reason(of: release),
                ]
            }
        ) { column, cell in column == 0 ? style.name(cell) : cell }
        for (line, release) in zip(table, releases) {
            lines.append(line)
            for pin in release.raised { lines.append("    \(pin.package) \(pin.from) -> \(pin.to)") }
            for commit in release.commits where commit.bump != nil {
                lines.append("    \(style.dim(String(commit.commit.prefix(7)))) \(commit.summary)")
            }
            lines += remarks(of: release, style)
        }
        return lines
    }

    private static func reason(of release: Item) -> String {
        if release.previous == nil { return "the first release" }
        guard release.commits.isEmpty, !release.raised.isEmpty else {
            return count(release.commits.count, "commit")
        }
        return count(release.raised.count, "dependency", "dependencies")
    }

    private var commitWords: String {
        let short = String((commit ?? "").prefix(7))
        return isDryRun && main?.isNew == true ? "a new one" : short
    }

    private func remarks(of release: Item, _ style: Style) -> [String] {
        var lines: [String] = []
        if !release.staying.isEmpty {
            let names = release.staying.prefix(3).map { "\($0)" }.joined(separator: ", ")
            let more = release.staying.count > 3 ? " and \(release.staying.count - 3) more" : ""
            let verb = release.staying.count == 1 ? "goes" : "go"
            lines.append("  \(names)\(more) \(verb) on with an older version; --with-dependents raises it")
        }
        return lines + release.warnings.map { "  \(style.caution("warning")): \($0)" }
    }
}

/// How the server's `main` moves with a release.
public struct ReleaseMainMove: Sendable, Hashable, Encodable {
    /// The commit it is at, 40 digits.
    public let from: String
    /// The commit it goes to, 40 digits.
    public let to: String
    /// The branch that is brought to it; nil where there is none.
    public let merged: String?
    /// The packages whose manifests name other versions then.
    public let raised: [PackagePath]

    init(_ move: ReleaseBatch.MainMove) {
        (from, to, merged, raised) = (move.from, move.to, move.merged, move.raised)
    }

    init(_ move: ReleaseJournal.MainMove) { (from, to, merged, raised) = (move.from, move.to, nil, []) }

    /// Whether its commit was made for the release.
    var isNew: Bool { !raised.isEmpty }

    /// The move for a person.
    var words: String {
        var parts: [String] = []
        if let merged { parts.append("takes \(merged) in") }
        if !raised.isEmpty {
            parts.append("a commit raises the dependencies of \(count(raised.count, "package"))")
        }
        return "\(from.prefix(7)), " + parts.joined(separator: "; ")
    }
}
