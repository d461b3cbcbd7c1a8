import Git
import Guard

/// One finding of the guard, as it is told.
public struct GuardEntry: Sendable, Encodable, Hashable {
    /// Which check found it.
    public let check: GuardFinding.Check
    /// The rule's name.
    public let rule: String
    /// How much it matters.
    public let severity: GuardFinding.Severity
    /// The first commit that brings it, 40 digits; nil where no commit is to blame.
    public let commit: String?
    /// The file, below the repository's root or as it was named; nil for a message or a reference.
    public let file: String?
    /// The reference or the tag that is meant; nil for a file.
    public let reference: String?
    /// The line, from 1; nil where the whole is meant.
    public let line: Int?
    /// The byte of the line, from 1.
    public let column: Int?
    /// What is wrong.
    public let message: String
    /// The secret's ends; nil for what is no secret.
    public let masked: String?
    /// By which it can be allowed; nil for what cannot.
    public let fingerprint: String?
    /// Why it matters.
    public let reason: String?
    /// What to do.
    public let fix: String?

    private let finding: GuardFinding
    private let tips: Set<ObjectID>

    private enum CodingKeys: String, CodingKey {
        case check, rule, severity, commit, file, reference, line, column, message, masked, fingerprint,
            reason, fix
    }

    /// Tells a finding.
    ///
    /// - Parameter tips: the commits that are pushed themselves, which can be amended.
    init(_ finding: GuardFinding, tips: Set<ObjectID> = []) {
        (check, rule, severity) = (finding.check, finding.rule, finding.severity)
        (line, column, message) = (finding.line, finding.column, finding.message)
        (masked, fingerprint, reason) = (finding.masked, finding.fingerprint, finding.reason)
        (self.finding, self.tips, commit) = (finding, tips, finding.commit?.hex)
        switch finding.place {
        case .file(let path): (file, reference) = (path, nil)
        case .reference(let name): (file, reference) = (nil, name)
        case .tagMessage(let name): (file, reference) = (nil, "refs/tags/\(name)")
        case .commitMessage, .input: (file, reference) = (nil, nil)
        }
        fix = finding.remedy(tips: tips)
    }

    /// Where it is, in words.
    var placeText: String { finding.placeText }

    /// The finding in one line.
    var summary: String { "\(placeText): \(message.split(separator: "\n").first ?? "")" }

    /// The finding, its place, why, what to do, and how to allow it.
    func lines(_ style: Style) -> [String] {
        finding.lines(tips: tips) { part, text in
            switch part {
            case .error: style.bad(text)
            case .warning: style.caution(text)
            case .place: style.name(text)
            }
        }
    }
}
