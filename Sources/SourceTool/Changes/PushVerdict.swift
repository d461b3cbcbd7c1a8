import Git

/// What the server said about one reference of a push. A push that ran to its end may have been refused.
enum PushVerdict: Hashable {
    /// The reference is on the server as it was pushed.
    case accepted
    /// It is not, for this reason.
    case refused(String)
    /// The server said nothing about it.
    case unknown

    /// Looks up one reference, by its full name on the server.
    init(on reference: String, in result: PushResult) {
        if let refusal = result.rejected.first(where: { $0.name == reference }) {
            self = .refused(refusal.reason)
        } else if result.accepted.contains(reference) {
            self = .accepted
        } else {
            self = .unknown
        }
    }

    /// Whether a refusal means that the server's branch has commits that were not pushed on top of.
    static func isNotFastForward(_ reason: String) -> Bool {
        ["non-fast-forward", "not fast-forward", "fetch first", "stale info"].contains { reason.contains($0) }
    }
}
