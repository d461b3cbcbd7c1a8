import Git
import SourceFormat

/// Facts about commits that never change: their parents, their dates, and, where it was asked, the packages that they
/// touch. A commit has a number; its parents' numbers are smaller.
struct CommitGraph {
    private(set) var ids: [ObjectID] = []
    private(set) var dates: [Int64] = []
    /// Where the parents of each commit begin in `parents`; one more than there are commits.
    private(set) var parentStarts: [Int32] = [0]
    private(set) var parents: [Int32] = []
    /// Where what a commit touches is in `touches`: a count, and so many numbers of packages; -1 where it is unknown.
    private(set) var touchStarts: [Int32] = []
    private(set) var touches: [Int32] = []
    private(set) var packages: [PackagePath] = []

    private var numbers: [ObjectID: Int32] = [:]
    private var packageNumbers: [PackagePath: Int32] = [:]
    /// The trees of commits that were read; not kept in the index.
    private var trees: [Int32: ObjectID] = [:]

    init() {}

    /// Puts facts together again; nil where they do not fit each other.
    init?(
        ids: [ObjectID], dates: [Int64], parentStarts: [Int32], parents: [Int32], touchStarts: [Int32],
        touches: [Int32], packages: [PackagePath]
    ) {
        let count = ids.count
        guard dates.count == count, parentStarts.count == count + 1, touchStarts.count == count,
            parentStarts.first == 0, parentStarts.last.map(Int.init) == parents.count
        else { return nil }
        for number in 0..<count {
            let (start, end) = (Int(parentStarts[number]), Int(parentStarts[number + 1]))
            guard start >= 0, start <= end, end <= parents.count else { return nil }
            for parent in parents[start..<end] where parent < 0 || parent >= number { return nil }
            let touch = Int(touchStarts[number])
            if touch == -1 { continue }
            guard touch >= 0, touch < touches.count, touches[touch] >= 0,
                Int(touches[touch]) < touches.count - touch
            else { return nil }
            for package in touches[(touch + 1)..<(touch + 1 + Int(touches[touch]))]
            where package < 0 || package >= packages.count {
                return nil
            }
        }
        (self.ids, self.dates, self.parentStarts, self.parents) = (ids, dates, parentStarts, parents)
        (self.touchStarts, self.touches, self.packages) = (touchStarts, touches, packages)
        numbers.reserveCapacity(count)
        for (number, id) in ids.enumerated() { numbers[id] = Int32(number) }
        for (number, path) in packages.enumerated() { packageNumbers[path] = Int32(number) }
        guard numbers.count == count, packageNumbers.count == packages.count else { return nil }
    }

    /// The number of a commit; nil where it is not in the graph.
    func number(of id: ObjectID) -> Int? { numbers[id].map(Int.init) }

    /// The number of a package; nil where no commit touches it.
    func number(of package: PackagePath) -> Int? { packageNumbers[package].map(Int.init) }

    /// The numbers of a commit's parents.
    func parents(of number: Int) -> ArraySlice<Int32> {
        parents[Int(parentStarts[number])..<Int(parentStarts[number + 1])]
    }

    /// Whether it is known what a commit touches.
    func isTouchKnown(_ number: Int) -> Bool { touchStarts[number] >= 0 }

    /// The numbers of the packages that a commit touches; none where that is unknown.
    func touches(of number: Int) -> ArraySlice<Int32> {
        let start = Int(touchStarts[number])
        guard start >= 0 else { return [] }
        return touches[(start + 1)..<(start + 1 + Int(touches[start]))]
    }

    /// Keeps what a commit touches.
    mutating func setTouches(of number: Int, _ paths: [PackagePath]) {
        touchStarts[number] = Int32(touches.count)
        touches.append(Int32(paths.count))
        for path in paths {
            if let known = packageNumbers[path] {
                touches.append(known)
            } else {
                touches.append(Int32(packages.count))
                packageNumbers[path] = Int32(packages.count)
                packages.append(path)
            }
        }
    }

    /// Adds a commit with all that lead to it, as far as they are not there.
    ///
    /// - Returns: the commit's number.
    /// - Throws: `GitError.notFound`; in a shallow clone history ends where it was cut off.
    @discardableResult
    mutating func include(_ id: ObjectID, from repository: Repository) throws(GitError) -> Int {
        if let known = numbers[id] { return Int(known) }
        let isShallow = repository.isShallow
        // Parents first, without recursion: a history is as deep as it is long.
        var open = [(id: id, links: try repository.commitLinks(id), next: 0)]
        while let top = open.last {
            if top.next < top.links.parents.count {
                let parent = top.links.parents[top.next]
                open[open.count - 1].next += 1
                guard numbers[parent] == nil else { continue }
                do throws(GitError) {
                    open.append((parent, try repository.commitLinks(parent), 0))
                } catch {
                    guard isShallow, case .notFound = error else { throw error }
                }
                continue
            }
            open.removeLast()
            if numbers[top.id] == nil { add(top.id, top.links) }
        }
        return numbers[id].map(Int.init) ?? 0
    }

    private mutating func add(_ id: ObjectID, _ links: CommitLinks) {
        let number = Int32(ids.count)
        ids.append(id)
        dates.append(links.date)
        for parent in links.parents {
            if let known = numbers[parent] { parents.append(known) }
        }
        parentStarts.append(Int32(parents.count))
        touchStarts.append(-1)
        numbers[id] = number
        trees[number] = links.tree
    }

    /// A commit's tree.
    mutating func tree(of number: Int, from repository: Repository) throws(GitError) -> ObjectID {
        if let known = trees[Int32(number)] { return known }
        let tree = try repository.commitLinks(ids[number]).tree
        trees[Int32(number)] = tree
        return tree
    }
}
