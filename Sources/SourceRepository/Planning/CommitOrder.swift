import Git

/// The commits that lead to one, newest first, no commit before one that follows it.
///
/// The order depends on the commits alone and not on how a graph came by them: of those that may come next it is the
/// one with the latest date, then the smallest id.
struct CommitOrder {
    /// The numbers of the commits.
    private(set) var numbers: [Int] = []
    /// The place of each commit of the graph; -1 where it does not lead to the first.
    private var places: [Int32]
    /// The places of commits to which all later places lead, in order.
    private var isNarrow: [Bool] = []

    /// Orders the commits that lead to `tip`.
    init(of graph: CommitGraph, from tip: Int) {
        places = [Int32](repeating: -1, count: graph.ids.count)
        var waiting = [Int32](repeating: 0, count: graph.ids.count)
        var isReached = [Bool](repeating: false, count: graph.ids.count)
        isReached[tip] = true
        // A parent's number is smaller, so one pass downwards reaches every commit after all that follow it.
        for number in stride(from: tip, through: 0, by: -1) where isReached[number] {
            for parent in graph.parents(of: number) {
                isReached[Int(parent)] = true
                waiting[Int(parent)] += 1
            }
        }
        var ready = ReadyCommits(graph)
        ready.insert(tip)
        var isSeen = [Bool](repeating: false, count: graph.ids.count)
        isSeen[tip] = true
        var seen = 1
        while let next = ready.removeFirst() {
            places[next] = Int32(numbers.count)
            isNarrow.append(seen - numbers.count == 1)
            numbers.append(next)
            for parent in graph.parents(of: next) {
                let parent = Int(parent)
                if !isSeen[parent] {
                    isSeen[parent] = true
                    seen += 1
                }
                waiting[parent] -= 1
                if waiting[parent] == 0 { ready.insert(parent) }
            }
        }
    }

    /// A commit's place; nil where it does not lead to the first.
    func place(of number: Int) -> Int? { places[number] < 0 ? nil : Int(places[number]) }

    /// The commits in the order that do not lead to `base` and are not it.
    func since(_ base: Int, in graph: CommitGraph) -> CommitsSince {
        guard let start = place(of: base) else {
            let (reached, _) = reach(from: base, in: graph, until: numbers.count)
            return CommitsSince(end: numbers.count, left: reached)
        }
        if isNarrow[start] { return CommitsSince(end: start, left: []) }
        // Every way on leads through the next narrow place, so that what lies behind need not be looked at.
        let end = isNarrow[start...].firstIndex(of: true) ?? numbers.count
        let (reached, isThrough) = reach(from: base, in: graph, until: end)
        return CommitsSince(end: isThrough ? end : numbers.count, left: reached)
    }

    /// The places before `end` of the commits that lead to a base, itself among them, and whether one lies behind.
    private func reach(from base: Int, in graph: CommitGraph, until end: Int) -> (Set<Int>, Bool) {
        var (reached, isThrough): (Set<Int>, Bool) = ([], false)
        var (open, seen) = ([base], Set([base]))
        while let next = open.popLast() {
            if let place = place(of: next) {
                if place >= end {
                    isThrough = true
                    continue
                }
                reached.insert(place)
            }
            for parent in graph.parents(of: next) where seen.insert(Int(parent)).inserted {
                open.append(Int(parent))
            }
        }
        return (reached, isThrough)
    }
}

/// Places of an order that do not lead to a base.
struct CommitsSince {
    /// The place from which on every commit leads to the base.
    let end: Int
    /// The places before it that lead there too.
    let left: Set<Int>

    func contains(_ place: Int) -> Bool { place < end && !left.contains(place) }
}

/// Commits of which the first is next: a binary heap.
private struct ReadyCommits {
    private let graph: CommitGraph
    private var heap: [Int] = []

    init(_ graph: CommitGraph) { self.graph = graph }

    private func precedes(_ left: Int, _ right: Int) -> Bool {
        let (first, second) = (graph.dates[left], graph.dates[right])
        return first == second ? graph.ids[left] < graph.ids[right] : first > second
    }

    mutating func insert(_ number: Int) {
        heap.append(number)
        var index = heap.count - 1
        while index > 0, precedes(heap[index], heap[(index - 1) / 2]) {
            heap.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    mutating func removeFirst() -> Int? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        guard !heap.isEmpty else { return first }
        heap[0] = last
        var index = 0
        while true {
            var smallest = index
            for child in [2 * index + 1, 2 * index + 2]
            where child < heap.count && precedes(heap[child], heap[smallest]) {
                smallest = child
            }
            if smallest == index { return first }
            heap.swapAt(index, smallest)
            index = smallest
        }
    }
}
