extension ObjectStore {
    /// A path that stands for something else in a tree than in each of the trees it is compared with. A file and a
    /// folder of the same name are two differences.
    public struct Difference: Sendable {
        /// The path below the trees.
        public let path: String
        /// What it is now; nil where it is gone.
        public let new: (kind: EntryKind, id: ObjectID)?
        /// What it was in each of the other trees, in their order; nil where it was not there.
        public let old: [(kind: EntryKind, id: ObjectID)?]
        /// Whether folders differ, or else what is no folder: files, links, submodules.
        public let isTree: Bool

        /// Whether contents differ, and not modes alone.
        public var isOfContents: Bool { old.allSatisfy { $0?.id != new?.id } }
    }

    private static let deepest = 512

    /// The names in a tree that differ from every one of others, in git's order, folders not looked into. With no
    /// others, every name is new.
    ///
    /// - Parameters:
    ///   - new: a tree; nil for one that is empty.
    ///   - old: the trees it is compared with.
    /// - Throws: `GitError.notFound` for a tree that is not there.
    public func differences(of new: ObjectID?, from old: [ObjectID?]) throws(GitError) -> [Difference] {
        try differences(of: new, from: old, below: "")
    }

    /// The same of two folders that differ.
    public func differences(in folder: Difference) throws(GitError) -> [Difference] {
        try differences(of: folder.new?.id, from: folder.old.map { $0?.id })
    }

    /// The files that differ between a tree and every one of others, folders looked into, in git's order. With no
    /// others, every file is new.
    ///
    /// - Parameters:
    ///   - new: a root tree; nil for one without files.
    ///   - old: the root trees it is compared with, such as those of a commit's parents.
    /// - Throws: `GitError.notFound` for a tree that is not there, and what `body` throws.
    public func fileDifferences(
        of new: ObjectID?, from old: [ObjectID?], _ body: (Difference) throws(GitError) -> Void
    ) throws(GitError) {
        try lookInto(new, old, below: "", depth: 0, body)
    }

    private func lookInto(
        _ new: ObjectID?, _ old: [ObjectID?], below folder: String, depth: Int,
        _ body: (Difference) throws(GitError) -> Void
    ) throws(GitError) {
        guard depth < Self.deepest else { throw .other(code: 0, message: "\(folder) is too deep") }
        for found in try differences(of: new, from: old, below: folder) {
            if found.isTree {
                try lookInto(
                    found.new?.id, found.old.map { $0?.id }, below: found.path + "/", depth: depth + 1, body)
            } else {
                try body(found)
            }
        }
    }

    private func differences(
        of new: ObjectID?, from old: [ObjectID?], below folder: String
    ) throws(GitError) -> [Difference] {
        if old.contains(where: { $0 == new }) { return [] }
        var trees = [try tree(new)]
        for id in old { trees.append(try tree(id)) }
        var differences: [Difference] = []
        var places = [Int](repeating: 0, count: trees.count)
        while true {
            let alike = Self.alike(trees, places)
            for number in places.indices { places[number] += alike }
            // The first name that is left in any of the trees.
            var first: Int?
            for number in trees.indices where places[number] < trees[number].entries.count {
                let entry = trees[number].entries[places[number]]
                if let least = first,
                    trees[number].order(entry, trees[least].entries[places[least]], of: trees[least]) >= 0
                {
                    continue
                }
                first = number
            }
            guard let first else { return differences }
            let entry = trees[first].entries[places[first]]
            var items: [(kind: EntryKind, id: ObjectID)?] = []
            items.reserveCapacity(trees.count)
            for number in trees.indices {
                let tree = trees[number]
                guard places[number] < tree.entries.count,
                    tree.order(tree.entries[places[number]], entry, of: trees[first]) == 0
                else {
                    items.append(nil)
                    continue
                }
                let held = tree.entries[places[number]]
                items.append((held.kind, tree.id(of: held)))
                places[number] += 1
            }
            let now = items.removeFirst()
            guard items.allSatisfy({ $0?.id != now?.id || $0?.kind != now?.kind }) else { continue }
            differences.append(
                Difference(
                    path: folder + trees[first].name(of: entry), new: now, old: items,
                    isTree: entry.kind == .tree))
        }
    }

    /// How many of the next entries are the same in all trees, as nearly all are.
    private static func alike(_ trees: [TreeText], _ places: [Int]) -> Int {
        guard trees.count > 1 else { return 0 }
        var count = Int.max
        for number in 1..<trees.count where count > 0 {
            count = min(count, trees[0].alike(from: places[0], trees[number], from: places[number]))
        }
        return count
    }
}
