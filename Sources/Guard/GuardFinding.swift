import Git
import Scanning

/// Something that stands in the way of a push, or is worth a look.
public struct GuardFinding: Sendable, Hashable {
    /// How much it matters.
    public enum Severity: String, Sendable, Hashable, Codable {
        /// It stops the push.
        case error
        /// It is told, and stops nothing.
        case warning
    }

    /// The kinds of check.
    public enum Check: String, Sendable, Hashable, Codable, CaseIterable {
        /// A secret in a text.
        case secret
        /// A package that breaks a rule of the source format.
        case package
        /// A file that was meant to stay out.
        case ignored
        /// A release that cannot be one.
        case release
        /// A branch that would lose commits.
        case branch
        /// A secret that is queued, and not in the repository yet.
        case pending
    }

    /// Where in a repository a text is.
    public enum Place: Sendable, Hashable {
        /// A file, by its path below the root.
        case file(String)
        /// The message of a commit.
        case commitMessage
        /// The message of a tag, by its name.
        case tagMessage(String)
        /// A reference, by its full name.
        case reference(String)
        /// Standard input.
        case input
    }

    /// Which check found it.
    public let check: Check
    /// The rule's name, such as `github-personal-token` or `missing_manifest`.
    public let rule: String
    /// How much it matters.
    public let severity: Severity
    /// The first commit that brings it; nil where no commit is to blame.
    public let commit: ObjectID?
    /// Where it is.
    public let place: Place
    /// The line, from 1; nil where the whole is meant.
    public let line: Int?
    /// The byte of the line, from 1.
    public let column: Int?
    /// What is wrong.
    public let message: String
    /// The secret's ends, with its middle left out; nil for what is no secret.
    public let masked: String?
    /// 16 hexadecimal digits by which it can be allowed; nil for what cannot.
    public let fingerprint: String?
    /// Why it matters; nil where the message says so.
    public let reason: String?
    /// What to do.
    public let fix: String?

    /// Describes a finding.
    public init(
        check: Check, rule: String, severity: Severity = .error, commit: ObjectID? = nil, place: Place,
        line: Int? = nil, column: Int? = nil, message: String, masked: String? = nil,
        fingerprint: String? = nil, reason: String? = nil, fix: String? = nil
    ) {
        (self.check, self.rule, self.severity, self.commit) = (check, rule, severity, commit)
        (self.place, self.line, self.column, self.message) = (place, line, column, message)
        (self.masked, self.fingerprint, self.reason, self.fix) = (masked, fingerprint, reason, fix)
    }

    /// Whether another finding says the same already, of an earlier commit maybe.
    func repeats(_ other: GuardFinding) -> Bool {
        rule == other.rule && place == other.place && message == other.message
            && (line == other.line || other.check == .secret)
    }

    /// A secret that the scanner found.
    public init(_ match: Match, at place: Place, in commit: ObjectID?) {
        let rule = ScanRules.named(match.rule)
        let isOwn = match.rule == Match.ownRule
        self.init(
            check: .secret, rule: match.rule, severity: match.severity == .medium ? .warning : .error,
            commit: commit, place: place, line: match.line,
            column: match.column,
            message: isOwn
                ? "the secret \(match.name ?? ""), as it is or encoded" : rule?.subject ?? match.rule,
            masked: match.masked, fingerprint: match.fingerprint,
            reason: isOwn
                ? "The organization keeps it encrypted; here, whoever can read the repository can read it."
                : rule?.reason,
            fix: isOwn
                ? """
                Take it out of the commit that added it. If it was ever pushed, replace it where it is used, and \
                set the new one with eigenpal-src secrets set.
                """
                : rule?.fix)
    }
}
