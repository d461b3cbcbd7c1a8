/// How bad it is when a finding is what it looks like.
public enum Severity: String, Sendable, Comparable, CaseIterable {
    /// Worth a look: an encrypted key, a key of a test environment.
    case medium
    /// Gives somebody access.
    case high
    /// One of the organization's own secrets.
    case critical

    /// Whether the left one is the lesser.
    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .medium: 0
        case .high: 1
        case .critical: 2
        }
    }
}
