/// Trees that were used of late.
struct KnownTrees {
    /// A tree of more entries is kept for a while only: such trees change with every commit, and come back in the
    /// next one or not at all.
    private static let manyEntries = 64

    private var small = Generations(capacity: 8 << 20)
    private var large = Generations(capacity: 1 << 20)

    subscript(id: ObjectID) -> TreeText? {
        mutating get { small[id] ?? large[id] }
    }

    mutating func insert(_ tree: TreeText, as id: ObjectID) {
        if tree.entries.count > Self.manyEntries {
            large.insert(tree, as: id)
        } else {
            small.insert(tree, as: id)
        }
    }
}

/// The newer half of the trees that were used, and the one before.
private struct Generations {
    /// A few trees are kept, however large they are: the two of a comparison are both wanted again in the next one.
    private static let fewest = 8

    /// How many bytes each half takes.
    private let capacity: Int
    private var recent: [ObjectID: TreeText] = [:]
    private var older: [ObjectID: TreeText] = [:]
    private var size = 0

    init(capacity: Int) { self.capacity = capacity }

    subscript(id: ObjectID) -> TreeText? {
        mutating get {
            if let known = recent[id] { return known }
            guard let known = older.removeValue(forKey: id) else { return nil }
            insert(known, as: id)
            return known
        }
    }

    mutating func insert(_ tree: TreeText, as id: ObjectID) {
        if size >= capacity, recent.count >= Self.fewest { (older, recent, size) = (recent, [:], 0) }
        recent[id] = tree
        size += tree.size
    }
}
