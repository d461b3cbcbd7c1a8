import Git
import Guard

/// One finding of the guard, as it is told: the finding, and what follows from it.
@dynamicMemberLookup
public struct GuardEntry: Sendable, Encodable, Hashable {
    private let finding: GuardFinding
    private let tips: Set<ObjectID>

    /// Tells a finding.
    ///
    /// - Parameter tips: the commits that are pushed themselves, which can be amended.
    init(_ finding: GuardFinding, tips: Set<ObjectID> = []) { (self.finding, self.tips) = (finding, tips) }

    /// What the finding says itself.
    public subscript<Value>(dynamicMember part: KeyPath<GuardFinding, Value>) -> Value {
        finding[keyPath: part]
    }

    /// The file, below the repository's root or as it was named; nil for a message or a reference.
    public var file: String? {
        if case .file(let path) = finding.place { path } else { nil }
    }

    /// The full name of the reference that is meant; nil for a file.
    public var reference: String? {
        switch finding.place {
        case .reference(let name): name
        case .tagMessage(let name): "refs/tags/\(name)"
        case .file, .commitMessage, .input: nil
        }
    }

    /// What to do, with how to rewrite the commit.
    public var fix: String? { finding.remedy(tips: tips) }

    private enum CodingKeys: String, CodingKey {
        case check, rule, severity, commit, file, reference, line, column, message, masked, fingerprint,
            reason, fix
    }

    /// Writes what there is.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(finding.check, forKey: .check)
        try container.encode(finding.rule, forKey: .rule)
        try container.encode(finding.severity, forKey: .severity)
        try container.encodeIfPresent(finding.commit?.hex, forKey: .commit)
        try container.encodeIfPresent(file, forKey: .file)
        try container.encodeIfPresent(reference, forKey: .reference)
        try container.encodeIfPresent(finding.line, forKey: .line)
        try container.encodeIfPresent(finding.column, forKey: .column)
        try container.encode(finding.message, forKey: .message)
        try container.encodeIfPresent(finding.masked, forKey: .masked)
        try container.encodeIfPresent(finding.fingerprint, forKey: .fingerprint)
        try container.encodeIfPresent(finding.reason, forKey: .reason)
        try container.encodeIfPresent(fix, forKey: .fix)
    }

    /// The finding in one line.
    var summary: String { "\(finding.placeText): \(finding.message.split(separator: "\n").first ?? "")" }

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
