import Git

/// Commits that a walk over history has yet to visit, given out by their time, newest first; of the same second, the one
/// that was added first.
///
/// A binary heap, so that a history of many lines at once costs little more than one of a single line.
struct CommitQueue {
    private struct Item {
        let commit: Commit
        let number: Int

        func comes(before other: Item) -> Bool {
            let (date, otherDate) = (commit.committer.date, other.commit.committer.date)
            return date > otherDate || (date == otherDate && number < other.number)
        }
    }

    private var items: [Item] = []
    private var count = 0

    /// Adds a commit, which must not wait in it already.
    mutating func add(_ commit: Commit) {
        items.append(Item(commit: commit, number: count))
        count += 1
        var place = items.count - 1
        while place > 0 {
            let above = (place - 1) / 2
            guard items[place].comes(before: items[above]) else { break }
            items.swapAt(place, above)
            place = above
        }
    }

    /// Takes the next commit out; nil where none is left.
    mutating func next() -> Commit? {
        guard let first = items.first else { return nil }
        let last = items.removeLast()
        guard !items.isEmpty else { return first.commit }
        items[0] = last
        var place = 0
        while true {
            var best = place
            for below in [2 * place + 1, 2 * place + 2] where below < items.count {
                if items[below].comes(before: items[best]) { best = below }
            }
            if best == place { return first.commit }
            items.swapAt(place, best)
            place = best
        }
    }
}
