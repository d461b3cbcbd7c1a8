import SourceFormat

/// How releases are made.
public struct ReleaseOptions: Sendable, Hashable {
    /// The tags' message; nil makes one of the commits.
    public var message: String?
    /// Releases every package that changed.
    public var all: Bool
    /// Raises what depends on a released package, and releases it too.
    public var withDependents: Bool
    /// Brings the branch one stands on to `main` first.
    public var merges: Bool
    /// Shows the plan and changes nothing.
    public var isDryRun: Bool
    /// Asks nothing.
    public var isConfirmed: Bool
    /// Has the server take over what a release says of its automation.
    public var syncs: Bool

    /// The options as typed.
    public init(
        message: String? = nil, all: Bool = false, withDependents: Bool = false, merges: Bool = false,
        isDryRun: Bool = false, isConfirmed: Bool = false, syncs: Bool = true
    ) {
        self.message = message
        self.all = all
        self.withDependents = withDependents
        self.merges = merges
        self.isDryRun = isDryRun
        self.isConfirmed = isConfirmed
        self.syncs = syncs
    }
}
