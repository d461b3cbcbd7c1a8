extension ObjectStore {
    /// A file that stands for something else in a tree than in each of the trees it is compared with.
    public struct FileDifference: Sendable {
        /// Its path below the root.
        public let path: String
        /// What it is now; nil where it is gone.
        public let new: (kind: EntryKind, id: ObjectID)?
        /// What it was in each of the other trees, in their order; nil where it was not there.
        public let old: [(kind: EntryKind, id: ObjectID)?]
    }

    /// What differs between a tree and every one of others, folders looked into, in git's order. With no others, every
    /// file is new.
    ///
    /// - Parameters:
    ///   - new: a root tree; nil for one without files.
    ///   - old: the root trees it is compared with, such as those of a commit's parents.
    /// - Throws: `GitError.notFound` for a tree that is not there, and what `body` throws.
    public func differences(
        between new: ObjectID?, and old: [ObjectID?], _ body: (FileDifference) throws(GitError) -> Void
    ) throws(GitError) {
        try compare(new, old, below: "", depth: 0, body)
    }

    private static let deepest = 512

    /// How many of the next entries are the same in all trees, as nearly all are.
    private static func alike(_ trees: [TreeText], _ places: [Int]) -> Int {
        guard trees.count > 1 else { return 0 }
        var count = Int.max
        for number in 1..<trees.count where count > 0 {
            count = min(count, trees[0].alike(from: places[0], trees[number], from: places[number]))
        }
        return count
    }

    private func compare(
        _ new: ObjectID?, _ old: [ObjectID?], below folder: String, depth: Int,
        _ body: (FileDifference) throws(GitError) -> Void
    ) throws(GitError) {
        guard depth < Self.deepest else { throw .other(code: 0, message: "\(folder) is too deep") }
        var trees = [try tree(new)]
        for id in old { trees.append(try tree(id)) }
        var places = [Int](repeating: 0, count: trees.count)
        while true {
            let alike = Self.alike(trees, places)
            if alike > 0 {
                for number in places.indices { places[number] += alike }
                continue
            }
            // The first name that is left in any of the trees, and the trees that have it.
            var first: Int?
            var holders: [Int] = []
            for number in trees.indices where places[number] < trees[number].entries.count {
                let entry = trees[number].entries[places[number]]
                guard let least = first else {
                    (first, holders) = (number, [number])
                    continue
                }
                let order = trees[number].order(entry, trees[least].entries[places[least]], of: trees[least])
                if order < 0 { (first, holders) = (number, [number]) }
                if order == 0 { holders.append(number) }
            }
            guard let first else { return }
            let entry = trees[first].entries[places[first]]
            let found = trees.indices.map { holders.contains($0) ? trees[$0].entries[places[$0]] : nil }
            for number in holders { places[number] += 1 }
            let now = found[0]
            // Files count as the same by what they hold, whatever their mode.
            guard found.dropFirst().allSatisfy({ $0?.id != now?.id }) else { continue }
            let path =
                folder.isEmpty
                ? trees[first].name(of: entry) : "\(folder)/\(trees[first].name(of: entry))"
            if entry.kind == .tree {
                try compare(
                    now?.id, found.dropFirst().map { $0?.id }, below: path, depth: depth + 1, body)
            } else {
                try body(
                    FileDifference(
                        path: path, new: now.map { ($0.kind, $0.id) },
                        old: found.dropFirst().map { $0.map { ($0.kind, $0.id) } }))
            }
        }
    }
}
