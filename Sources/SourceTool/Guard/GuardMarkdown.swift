import Guard

/// Findings as Markdown, for a comment on a pull request.
public struct GuardMarkdown: Renderable {
    private let report: GuardReport

    /// The findings of a report.
    public init(_ report: GuardReport) { self.report = report }

    /// Writes the report itself.
    public func encode(to encoder: any Encoder) throws { try report.encode(to: encoder) }

    /// 1 where something is wrong.
    public var exitCode: Int32 { report.exitCode }

    /// A table of the findings, and what to do about each.
    public func lines(_ style: Style) -> [String] {
        guard !report.findings.isEmpty else { return ["No problem was found\\."] }
        var lines = ["| | Where | What | Rule |", "| --- | --- | --- | --- |"]
        for finding in report.findings {
            let what = [finding.message.split(separator: "\n").joined(separator: " "), finding.masked]
                .compactMap(\.self).map(MarkdownText.escaped).joined(separator: " ")
            lines.append(
                "| \(finding.severity.rawValue) | \(MarkdownText.escaped(finding.placeText)) | \(what) "
                    + "| \(MarkdownText.escaped(finding.rule)) |")
        }
        let fixes = report.findings.compactMap(\.fix)
        var told: Set<String> = []
        lines.append("")
        for fix in fixes where told.insert(fix).inserted { lines.append("- \(MarkdownText.escaped(fix))") }
        return lines
    }
}
