import Git

/// The commits that a push brings: those that lead to what it pushes and to nothing that the remote has.
struct OutgoingCommits {
    /// Commits of another clock may be older than what they follow; git looks on for as many.
    private static let slop = 5

    /// The commits, the oldest first.
    let commits: [Commit]

    private struct Known {
        let commit: Commit
        var isThere: Bool
    }

    /// Walks from what is pushed until only what the remote has is left.
    ///
    /// - Parameters:
    ///   - tips: the commits that are pushed.
    ///   - remote: commits that the remote has; those that are not here are left out.
    ///   - store: the objects.
    /// - Throws: ``GitError`` for a commit that is missing where history was not cut off.
    init(to tips: [ObjectID], notFrom remote: [ObjectID], in store: ObjectStore) throws(GitError) {
        let isShallow = try store.isShallow
        var known: [ObjectID: Known] = [:]
        var queue = DateQueue()
        /// Gives a commit its place in the walk; one beyond the edge of a shallow clone has none.
        func meet(_ id: ObjectID, isThere: Bool, isOptional: Bool) throws(GitError) {
            if var old = known[id] {
                guard isThere, !old.isThere else { return }
                old.isThere = true
                known[id] = old
                queue.insert(old.commit, isThere: true)
                return
            }
            guard let commit = try store.commit(id) else {
                guard isOptional else { throw .notFound("commit \(id)") }
                return
            }
            known[id] = Known(commit: commit, isThere: isThere)
            queue.insert(commit, isThere: isThere)
        }
        for id in remote { try meet(id, isThere: true, isOptional: true) }
        for id in tips { try meet(id, isThere: false, isOptional: false) }
        var order: [ObjectID] = []
        var rest = Self.slop
        while let (id, wasThere) = queue.next() {
            guard let now = known[id], now.isThere == wasThere else { continue }
            if !now.isThere { order.append(id) }
            for parent in now.commit.parents {
                try meet(parent, isThere: now.isThere, isOptional: isShallow)
            }
            // What comes of a shallow clone's edge came from a remote, and its parents are not here to compare it with.
            if isShallow, !now.isThere, try Self.isEdge(now.commit, in: store) {
                known[id]?.isThere = true
            }
            guard queue.outgoing == 0 else { continue }
            rest -= 1
            if rest < 0 { break }
        }
        commits = order.reversed().compactMap { id in
            known[id].flatMap { $0.isThere ? nil : $0.commit }
        }
    }

    private static func isEdge(_ commit: Commit, in store: ObjectStore) throws(GitError) -> Bool {
        for parent in commit.parents where try store.commit(parent) == nil { return true }
        return false
    }
}

/// Commits to look at, the youngest first.
private struct DateQueue {
    private struct Item {
        let date: Int64
        let number: Int
        let id: ObjectID
        let isThere: Bool

        func isBefore(_ other: Item) -> Bool { (other.date, number) < (date, other.number) }
    }

    private var heap: [Item] = []
    private var count = 0
    /// How many of them the remote is not known to have.
    private(set) var outgoing = 0

    mutating func insert(_ commit: Commit, isThere: Bool) {
        heap.append(Item(date: commit.committer.date, number: count, id: commit.id, isThere: isThere))
        count += 1
        if !isThere { outgoing += 1 }
        var place = heap.count - 1
        while place > 0, heap[place].isBefore(heap[(place - 1) / 2]) {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    mutating func next() -> (ObjectID, isThere: Bool)? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        if !heap.isEmpty {
            heap[0] = last
            var place = 0
            while true {
                var least = place
                for child in [2 * place + 1, 2 * place + 2] where child < heap.count {
                    if heap[child].isBefore(heap[least]) { least = child }
                }
                guard least != place else { break }
                heap.swapAt(place, least)
                place = least
            }
        }
        if !first.isThere { outgoing -= 1 }
        return (first.id, first.isThere)
    }
}
