import Git
import Scanning

/// The commits of a history that are to be looked at.
public struct HistoryRange: Sendable {
    /// Objects that lead to the commits: commits, or tags of them.
    let included: [PushUpdate]
    /// Commits that, with all that leads to them, are left out.
    let excluded: [ObjectID]

    /// Reads a range: `A..B`, `A..`, a revision, or nil for all that any reference leads to.
    ///
    /// - Throws: `GitError.notFound` for a revision that is not there, `.invalidName`.
    public init(_ range: String?, _ repository: Repository) throws(GitError) {
        guard let range else {
            var updates = try repository.references(prefix: "refs/").map { reference in
                PushUpdate(source: reference.name, new: reference.target, name: reference.name, old: .zero)
            }
            switch try repository.head() {
            case .branch(_, let tip), .detached(let tip):
                updates.append(PushUpdate(source: "HEAD", new: tip, name: "HEAD", old: .zero))
            case .unborn: break
            }
            (included, excluded) = (updates, [])
            return
        }
        var (from, to): (String?, String) = (nil, range)
        if let dots = range.firstIndex(of: "."), range[dots...].hasPrefix("..") {
            let end = String(range[dots...].dropFirst(2))
            (from, to) = (String(range[..<dots]), end.isEmpty ? "HEAD" : end)
        }
        let tip = try repository.resolve(to)
        included = [PushUpdate(source: to, new: tip, name: to, old: .zero)]
        if let from {
            excluded = [try repository.resolve(from.isEmpty ? "HEAD" : from)]
        } else {
            excluded = []
        }
    }
}

extension HistoryScan {
    /// Looks at all commits of a range, and at the tags that lead to them.
    ///
    /// - Throws: ``GitError`` for an object that is missing or damaged.
    public static func whole(
        of store: ObjectStore, range: HistoryRange, with scanner: Scanner
    ) throws(GitError) -> HistoryScan {
        var scan = HistoryScan(of: store) { scanner }
        let tips = try Tips(range.included, in: store)
        let outgoing = try OutgoingCommits(
            to: tips.commits.map(\.commit), notFrom: range.excluded, in: store)
        for commit in outgoing.commits { try scan.look(at: commit) }
        try scan.look(atRestOf: tips)
        return scan
    }
}
