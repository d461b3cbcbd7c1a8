import SourceFormat
import SourceRepository

/// A plan as Markdown, for the description of a pull request: a table of the packages that move, and below it the
/// changelog's entry of each, folded.
public struct PlanMarkdown: Renderable {
    private let report: PlanReport

    init(_ report: PlanReport) { self.report = report }

    /// Writes the plan itself.
    public func encode(to encoder: any Encoder) throws { try report.encode(to: encoder) }

    /// The document's lines.
    public func lines(_ style: Style) -> [String] {
        let plan = report.plan
        var lines = ["## Release plan", ""]
        if !plan.moving.isEmpty {
            lines += ["| Package | From | To | Why |", "| --- | --- | --- | --- |"]
            lines += plan.moving.map { package in
                "| `\(package.path)` | \(package.current?.version.description ?? "none") | "
                    + "**\(package.next?.description ?? "none")** | \(MarkdownText.escaped(package.why)) |"
            }
            lines.append("")
            for package in plan.moving { lines += entry(of: package) }
        }
        for note in [report.restingLine, report.excludedLine, report.unreadableLine].compactMap(\.self) {
            lines += [MarkdownText.escaped(note), ""]
        }
        if plan.isShallow { lines += ["The history was cut off by a shallow clone\\.", ""] }
        lines.removeLast()
        return lines
    }

    private func entry(of package: PackagePlan) -> [String] {
        guard let changelog = package.changelog, let next = package.next else { return [] }
        // Inside of HTML, Markdown begins after a line that is empty.
        return ["<details>", "<summary>\(package.path) \(next)</summary>", ""]
            + changelog.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(Self.escaped)
            + ["", "</details>", ""]
    }

    /// A line of a changelog's entry, of which all but the items are headings that the entry writes itself.
    private static func escaped(_ line: Substring) -> String {
        guard line.hasPrefix("- ") else { return String(line) }
        let text = line.dropFirst(2)
        // The scope is set in bold by the entry.
        if text.hasPrefix("**"), let end = text.firstRange(of: ":** ") {
            let scope = text[..<end.lowerBound].dropFirst(2)
            return "- **\(MarkdownText.escaped(scope)):** \(MarkdownText.escaped(text[end.upperBound...]))"
        }
        return "- \(MarkdownText.escaped(text))"
    }
}
