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

    /// The part that is raised after a version: before 1.0.0 what is incompatible raises the second number.
    public func applied(after version: SemanticVersion) -> Bump {
        self == .major && version.major == 0 ? .minor : self
    }
}
