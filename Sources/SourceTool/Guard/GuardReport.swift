import Git
import Guard
import SourceFormat

/// What the checks before a push, or a scan, found.
public struct GuardReport: Renderable {
    /// Whether nothing was found that counts as an error.
    public var isClean: Bool { errors.isEmpty }
    /// How many commits were looked at.
    public let commits: Int
    /// How many files were looked at; nil for a push.
    public let files: Int?
    /// How many bytes of text were looked at; nil for a push.
    public let bytes: Int?
    /// The packages that a push changes, in order.
    public let packages: [PackagePath]
    /// What was found, errors first.
    public let findings: [GuardEntry]
    /// The findings that are allowed on purpose.
    public let allowed: [GuardEntry]
    /// How many findings the baseline has already.
    public let known: Int
    /// What could not be looked into: too large, or not readable.
    public let skipped: [String]

    let isPush: Bool
    private let isHistory: Bool

    private enum CodingKeys: String, CodingKey {
        case isClean, commits, files, bytes, packages, findings, allowed, known, skipped
    }

    /// The answer to a push that brings nothing.
    init() {
        (commits, files, bytes, packages, findings, allowed) = (0, nil, nil, [], [], [])
        (known, skipped, isPush, isHistory) = (0, [], true, false)
    }

    /// The answer to a push.
    init(_ result: PushCheck.Result, tips: Set<ObjectID>) {
        commits = result.commits
        (files, bytes) = (nil, nil)
        packages = result.packages
        findings = result.findings.map { GuardEntry($0, tips: tips) }
        allowed = result.allowed.map { GuardEntry($0, tips: tips) }
        known = 0
        skipped = result.skipped.map(\.path)
        (isPush, isHistory) = (true, false)
    }

    /// The answer to a scan.
    init(
        commits: Int?, files: Int, bytes: Int, findings: [GuardEntry], allowed: [GuardEntry], known: Int,
        skipped: [String]
    ) {
        (self.commits, self.files, self.bytes, packages) = (commits ?? 0, files, bytes, [])
        (self.findings, self.allowed, self.known, self.skipped) = (findings, allowed, known, skipped)
        (isPush, isHistory) = (false, commits != nil)
    }

    /// Writes the answer with all of its keys.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(isClean, forKey: .isClean)
        try container.encode(commits, forKey: .commits)
        try container.encode(files, forKey: .files)
        try container.encode(bytes, forKey: .bytes)
        try container.encode(packages, forKey: .packages)
        try container.encode(findings, forKey: .findings)
        try container.encode(allowed, forKey: .allowed)
        try container.encode(known, forKey: .known)
        try container.encode(skipped, forKey: .skipped)
    }

    /// The findings that stop a push.
    var errors: [GuardEntry] { findings.filter { $0.severity == .error } }
    /// The findings that stop nothing.
    var warnings: [GuardEntry] { findings.filter { $0.severity == .warning } }

    /// 1 where something is wrong.
    public var exitCode: Int32 { isClean ? 0 : 1 }

    /// So many findings are shown to a person.
    private static let shown = 50

    /// Each finding with its place, why it matters and what to do; then the verdict. A push with nothing wrong has no
    /// lines.
    public func lines(_ style: Style) -> [String] {
        var lines: [String] = []
        for finding in findings.prefix(Self.shown) { lines += finding.lines(style) + [""] }
        if findings.count > Self.shown {
            lines += ["and \(findings.count - Self.shown) more; --json tells them all", ""]
        }
        guard !isPush || !findings.isEmpty else { return [] }
        lines.append(verdict(style))
        return lines
    }

    /// The findings as the details of an error.
    var details: [String] {
        let style = Style(usesColor: false)
        return errors.prefix(Self.shown).flatMap { $0.lines(style) }
    }

    private func verdict(_ style: Style) -> String {
        let subject = isPush || isHistory ? count(commits, "commit") : count(files ?? 0, "file")
        var extra: [String] = []
        if !allowed.isEmpty { extra.append("\(allowed.count) allowed") }
        if known > 0 { extra.append("\(known) known") }
        let rest = extra.isEmpty ? "" : " (\(extra.joined(separator: ", ")))"
        guard !errors.isEmpty else {
            let warned = warnings.isEmpty ? "" : ", \(count(warnings.count, "warning"))"
            return "\(subject): \(style.good("no problem"))\(warned)\(rest)"
        }
        let end = isPush ? "; nothing was pushed" : ""
        return "\(subject): \(style.bad(count(errors.count, "problem")))\(rest)\(end)"
    }
}
