import SourceFormat
import SourceRepository

/// A plan for a person at a terminal: a line for each package that moves, its commits below it.
struct PlanLines {
    /// The most commits of a package that are shown where it is one of many.
    private static let fewCommits = 10

    private let report: PlanReport
    private let style: Style

    init(_ report: PlanReport, _ style: Style) { (self.report, self.style) = (report, style) }

    var lines: [String] {
        let moving = report.plan.moving
        let heads = style.table(moving.map { ["\($0.path)", $0.move, $0.bump?.rawValue ?? "", $0.why] }) {
            column, cell in
            switch column {
            case 0: style.name(cell)
            case 1: style.bold(cell)
            case 2 where cell == Bump.major.rawValue: style.caution(cell)
            default: cell
            }
        }
        var lines: [String] = []
        for (head, package) in zip(heads, moving) { lines += [head] + details(of: package) }
        let foot = foot
        if !lines.isEmpty, !foot.isEmpty { lines.append("") }
        return lines + foot
    }

    /// What stands below all packages.
    private var foot: [String] {
        var lines: [String] = []
        if report.single == nil {
            lines += report.restingLine.map { [$0] } ?? []
        } else if let package = report.plan.packages.first, package.next == nil {
            let highest = package.current.map { "its highest release is \($0.version)" }
            lines.append("\(package.path) has nothing to release; \(highest ?? "it has no release yet")")
            lines += details(of: package)
        }
        lines += report.excludedLine.map { [$0] } ?? []
        lines += report.unreadableLine.map { [style.caution($0)] } ?? []
        return lines + (report.next.map { ["next: \($0)"] } ?? [])
    }

    private func details(of package: PackagePlan) -> [String] {
        var lines: [String] = []
        if let current = package.current, !current.isInHistory {
            lines.append("  \(style.caution("\(current.version) is of a commit that does not lead here"))")
        }
        let limit = report.single == nil ? Self.fewCommits : Int.max
        lines += package.commits.prefix(limit).map { line(of: $0, in: package) }
        if package.commits.count > limit {
            let rest = PlanReport.count(package.commits.count - limit, "more commit")
            lines.append("  \(style.dim("and \(rest); --json has them all"))")
        }
        for follows in [true, false] {
            let dependents = package.outdatedDependents.filter { $0.follows == follows }
                .map { "\($0.path) on \($0.version)" }
            guard !dependents.isEmpty else { continue }
            let choice: PlanSettings.Dependents = follows ? .follow : .stay
            lines.append(
                "  dependents \(choice.rawValue): \(PlanReport.list(dependents, limit: min(limit, 5)))")
        }
        return lines
    }

    /// A commit: its id, what it asks for, what it says, and what is odd about it.
    private func line(of commit: PlannedCommit, in package: PackagePlan) -> String {
        var marks: [String] = []
        if commit.isBreaking {
            let isEarly = (package.current?.version.major ?? 0) == 0
            marks.append(isEarly ? "breaking, a minor before 1.0.0" : "breaking")
        }
        if !commit.isConventional { marks.append("not by the convention, counts as patch") }
        if commit.isCancelled { marks = ["cancelled by a revert"] }
        // All levels are words of five letters.
        let level = commit.bump?.rawValue ?? "-    "
        let text = commit.bump == nil ? style.dim(commit.summary) : commit.summary
        return "  \(style.dim(String(commit.commit.prefix(7))))  \(level)  \(text)"
            + (marks.isEmpty ? "" : "  \(style.caution("(\(marks.joined(separator: ", ")))"))")
    }
}
