import CLibgit2
import Glibc

/// Compares trees by the ids of what they hold.
///
/// A tree is opened once, however many trees it is compared with in a row: a commit's tree is also its child's
/// parent tree. Bound to the ``Repository`` it was made with, and like it for one task at a time.
public final class TreeComparison {
    /// A name that stands for something else in one tree than in each of the others.
    public struct Difference {
        /// The name, without a path. A file and a folder of the same name are two differences.
        public let name: String
        /// Whether folders differ, or else what is no folder: files, links, submodules.
        public let isTree: Bool
        /// The object in the one tree; nil where the name is not there.
        public let new: ObjectID?
        /// The object in each of the other trees, in their order.
        public let old: [ObjectID?]
    }

    /// A tree of more entries is kept for a while only: such trees change with every commit, and come back in the
    /// next one or not at all.
    private static let manyEntries = 64

    private let objects: OpenObjects
    private let none = OpenTree.empty
    private var small = TreeGenerations(capacity: 16_384)
    private var large = TreeGenerations(capacity: 32)

    /// Compares trees of a repository.
    public init(repository: Repository) {
        objects = OpenObjects(of: repository)
    }

    /// Runs work that opens very many trees by comparisons, without libgit2 keeping them a second time.
    ///
    /// libgit2 has one such setting for the whole process; other work that reads trees meanwhile is slower, not wrong.
    public static func keepingTreesOnce<Result, Failure: Error>(
        _ work: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        _ = libgit2_cache_object_limit(GIT_OBJECT_TREE, 0)
        // libgit2's own default.
        defer { _ = libgit2_cache_object_limit(GIT_OBJECT_TREE, 4096) }
        return try work()
    }

    /// The names of `new` that differ from every one of `old`, in Git's order.
    ///
    /// - Parameters:
    ///   - new: a tree; nil stands for an empty one.
    ///   - old: other trees; nil stands for an empty one, and no tree at all is as one that is empty.
    /// - Throws: `GitError.notFound`.
    public func differences(of new: ObjectID?, from old: [ObjectID?]) throws(GitError) -> [Difference] {
        if old.contains(where: { $0 == new }) { return [] }
        let newTree = try open(new)
        var oldTrees: [OpenTree] = []
        for id in old.isEmpty ? [nil] : old { oldTrees.append(try open(id)) }
        return oldTrees.count == 1
            ? Self.differences(newTree, oldTrees[0]) : Self.differences(newTree, oldTrees)
    }

    /// Whether a tree has a regular file of this name.
    ///
    /// - Throws: `GitError.notFound`.
    public func hasFile(named name: StaticString, in tree: ObjectID?) throws(GitError) -> Bool {
        guard let tree else { return false }
        let opened = try open(tree)
        return opened.entries.contains { entry in
            entry.isFile && entry.length == name.utf8CodeUnitCount
                && memcmp(entry.name, name.utf8Start, entry.length) == 0
        }
    }

    private func open(_ id: ObjectID?) throws(GitError) -> OpenTree {
        guard let id else { return none }
        if let known = small[id] ?? large[id] { return known }
        let tree = try OpenTree(id, in: objects)
        if tree.entries.count > Self.manyEntries {
            large.insert(tree, as: id)
        } else {
            small.insert(tree, as: id)
        }
        return tree
    }

    private static func differences(_ new: OpenTree, _ old: OpenTree) -> [Difference] {
        var found: [Difference] = []
        new.entries.withUnsafeBufferPointer { left in
            old.entries.withUnsafeBufferPointer { right in
                var (i, j) = (0, 0)
                while i < left.count || j < right.count {
                    let order = i == left.count ? 1 : j == right.count ? -1 : left[i].order(right[j])
                    if order == 0 {
                        if !left[i].isSame(as: right[j]) {
                            found.append(left[i].difference(new: left[i].objectID, old: [right[j].objectID]))
                        }
                        (i, j) = (i + 1, j + 1)
                    } else if order < 0 {
                        found.append(left[i].difference(new: left[i].objectID, old: [nil]))
                        i += 1
                    } else {
                        found.append(right[j].difference(new: nil, old: [right[j].objectID]))
                        j += 1
                    }
                }
            }
        }
        return withExtendedLifetime((new, old)) { found }
    }

    private static func differences(_ new: OpenTree, _ old: [OpenTree]) -> [Difference] {
        var found: [Difference] = []
        var place = 0
        var places = [Int](repeating: 0, count: old.count)
        while true {
            var first = place < new.entries.count ? new.entries[place] : nil
            for (tree, index) in zip(old, places) where index < tree.entries.count {
                if let known = first, known.order(tree.entries[index]) <= 0 { continue }
                first = tree.entries[index]
            }
            guard let first else { break }
            var mine: OpenTree.Entry?
            if place < new.entries.count, new.entries[place].order(first) == 0 {
                mine = new.entries[place]
                place += 1
            }
            var differs = true
            var ids: [ObjectID?] = []
            for (number, tree) in old.enumerated() {
                let index = places[number]
                guard index < tree.entries.count, tree.entries[index].order(first) == 0 else {
                    if mine == nil { differs = false }
                    ids.append(nil)
                    continue
                }
                places[number] += 1
                if let mine, mine.isSame(as: tree.entries[index]) { differs = false }
                ids.append(tree.entries[index].objectID)
            }
            if differs { found.append(first.difference(new: mine?.objectID, old: ids)) }
        }
        return withExtendedLifetime((new, old)) { found }
    }
}

/// Trees that were used of late: the newer half of them, and the one before.
private struct TreeGenerations {
    private let capacity: Int
    private var recent: [ObjectID: OpenTree] = [:]
    private var older: [ObjectID: OpenTree] = [:]

    /// - Parameter capacity: how many trees each half holds.
    init(capacity: Int) { self.capacity = capacity }

    subscript(id: ObjectID) -> OpenTree? {
        mutating get {
            if let known = recent[id] { return known }
            guard let known = older.removeValue(forKey: id) else { return nil }
            insert(known, as: id)
            return known
        }
    }

    mutating func insert(_ tree: OpenTree, as id: ObjectID) {
        if recent.count >= capacity { (older, recent) = (recent, [:]) }
        recent[id] = tree
    }
}
