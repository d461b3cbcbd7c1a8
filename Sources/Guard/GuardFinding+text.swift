import Git

extension GuardFinding {
    /// A part of a finding's text that may be shown in a colour.
    public enum Part: Sendable, Hashable {
        /// The word `error`.
        case error
        /// The word `warning`.
        case warning
        /// Where it is.
        case place
    }

    /// Where it is, in words.
    public var placeText: String {
        let at = commit.map { " in commit \($0.hex.prefix(10))" } ?? ""
        let position = [line, column].compactMap { $0.map { ":\($0)" } }.joined()
        return switch place {
        case .file(let path): "\(path)\(position)\(at)"
        case .commitMessage: "the message\(line.map { ", line \($0)" } ?? "")\(at)"
        case .tagMessage(let name): "the message of the tag \(name), line \(line ?? 1)"
        case .reference(let name): name
        case .input: "standard input\(position)"
        }
    }

    /// What to do, with how to rewrite the commit of a secret.
    ///
    /// - Parameter tips: the commits that are pushed themselves, which can be amended; with none, nothing is said of it.
    public func remedy(tips: Set<ObjectID>) -> String? {
        guard check == .secret, !tips.isEmpty, let commit else { return fix }
        let name = commit.hex.prefix(10)
        let rewrite =
            tips.contains(commit)
            ? "amend it with git commit --amend" : "rewrite it with git rebase -i \(name)^"
        let before = fix.map { $0.hasSuffix(".") ? "\($0) " : "\($0). " } ?? ""
        return "\(before)The commit is \(name): \(rewrite)."
    }

    /// The finding, its place, why it matters, what to do, and how to allow it. What is from a repository is not cleaned.
    ///
    /// - Parameters:
    ///   - tips: see ``remedy(tips:)``.
    ///   - paint: shows a part.
    public func lines(
        tips: Set<ObjectID> = [], paint: (Part, String) -> String = { _, text in text }
    ) -> [String] {
        let word = severity == .error ? paint(.error, "error") : paint(.warning, "warning")
        let value = masked.map { ": \($0)" } ?? ""
        let parts = message.split(separator: "\n").map(String.init)
        var lines = ["\(word): \(parts.first ?? "")\(value)  [\(rule)]"]
        lines += parts.dropFirst().map { "  \($0)" }
        lines.append("  \(paint(.place, placeText))")
        if let reason { lines.append("  \(reason)") }
        if let fix = remedy(tips: tips) { lines.append("  \(fix)") }
        if let fingerprint {
            lines.append("  No secret? eigenpal-src hooks allow \(fingerprint) --reason TEXT")
        }
        return lines
    }
}
