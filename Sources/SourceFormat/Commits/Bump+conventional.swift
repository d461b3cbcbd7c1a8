extension Bump: Comparable {
    private var weight: Int {
        switch self {
        case .patch: 0
        case .minor: 1
        case .major: 2
        }
    }

    /// Whether the left part is raised by less than the right one.
    public static func < (left: Bump, right: Bump) -> Bool { left.weight < right.weight }

    /// The first part in which a version is higher than one before it; nil where it is not higher.
    public init?(from old: SemanticVersion, to new: SemanticVersion) {
        guard new > old else { return nil }
        self = new.major > old.major ? .major : new.minor > old.minor ? .minor : .patch
    }

    /// The part that is raised after a version: before 1.0.0 what is incompatible raises the second number.
    public func applied(after version: SemanticVersion) -> Bump {
        self == .major && version.major == 0 ? .minor : self
    }
}
