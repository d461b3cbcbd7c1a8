import Git

/// One file that differs from the last commit. A file that moved is two: gone at one path, new at another.
public struct FileChange: Sendable, Hashable, Encodable {
    /// How a file differs.
    public enum Kind: String, Sendable, Hashable, Encodable {
        /// It is new.
        case added
        /// Its bytes or its mode differ.
        case modified
        /// It is gone.
        case deleted
        /// It was a file and is a link, or the other way about.
        case typeChanged
        /// Two sides of a merge left it unresolved.
        case conflicted
    }

    /// The path below the checkout's root.
    public let path: String
    /// How it differs.
    public let change: Kind

    /// The letter and the path, as `git status --short` writes them.
    func line(_ style: Style) -> String {
        switch change {
        case .added: "\(style.good("A")) \(path)"
        case .modified: "\(style.caution("M")) \(path)"
        case .deleted: "\(style.bad("D")) \(path)"
        case .typeChanged: "\(style.caution("T")) \(path)"
        case .conflicted: "\(style.bad("U")) \(path)"
        }
    }

    /// How each path of a status differs; ignored files are left out.
    static func kinds(in entries: [StatusEntry]) -> [String: Kind] {
        var kinds: [String: Kind] = [:]
        for entry in entries {
            if let old = entry.oldPath, old != entry.path, kinds[old] == nil { kinds[old] = .deleted }
            if let kind = kind(of: entry) { kinds[entry.path] = kind }
        }
        return kinds
    }

    private static func kind(of entry: StatusEntry) -> Kind? {
        if entry.isConflicted { return .conflicted }
        // What the working tree says of a file counts: it is what a commit would take.
        switch (entry.index, entry.worktree) {
        case (nil, .ignored), (nil, nil): return nil
        case (_, .deleted), (.deleted, nil): return .deleted
        case (.deleted, _): return .modified
        case (.added, _), (.renamed, _), (_, .added), (_, .untracked), (_, .renamed): return .added
        case (_, .typeChanged), (.typeChanged, nil): return .typeChanged
        default: return .modified
        }
    }
}
