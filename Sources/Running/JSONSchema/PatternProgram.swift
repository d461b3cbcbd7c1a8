/// A pattern as steps.
struct PatternProgram {
    enum Step {
        case set(ScalarSet)
        case start
        case end
        case wordBoundary(isNegated: Bool)
        /// Goes on at either.
        case split(Int, Int)
        case jump(Int)
        case look(PatternProgram, isNegated: Bool)
        case match
    }

    /// The most steps of a pattern, with its counted parts written out.
    static let maximumSteps = 20_000

    private(set) var steps: [Step] = []

    /// Makes the steps; nil for too many.
    init?(_ node: PatternNode) {
        guard add(node) else { return nil }
        steps.append(.match)
    }

    private mutating func add(_ node: PatternNode) -> Bool {
        guard steps.count < Self.maximumSteps else { return false }
        switch node {
        case .empty: return true
        case .set(let set): steps.append(.set(set))
        case .start: steps.append(.start)
        case .end: steps.append(.end)
        case .wordBoundary(let isNegated): steps.append(.wordBoundary(isNegated: isNegated))
        case .sequence(let nodes): for node in nodes where !add(node) { return false }
        case .choice(let nodes): return add(choice: nodes)
        case .many(let node, let least, let most): return add(node, least, most)
        case .look(let node, let isNegated):
            guard let program = PatternProgram(node) else { return false }
            steps.append(.look(program, isNegated: isNegated))
        }
        return true
    }

    private mutating func add(choice nodes: [PatternNode]) -> Bool {
        var ends: [Int] = []
        for (index, node) in nodes.enumerated() {
            guard index < nodes.count - 1 else {
                guard add(node) else { return false }
                break
            }
            let split = steps.count
            steps.append(.match)
            guard add(node) else { return false }
            ends.append(steps.count)
            steps.append(.match)
            steps[split] = .split(split + 1, steps.count)
        }
        for end in ends { steps[end] = .jump(steps.count) }
        return true
    }

    private mutating func add(_ node: PatternNode, _ least: Int, _ most: Int?) -> Bool {
        for _ in 0..<least {
            let before = steps.count
            guard add(node) else { return false }
            // What takes no steps is the same however often it comes.
            if steps.count == before { break }
        }
        guard let most else {
            let split = steps.count
            steps.append(.match)
            guard add(node) else { return false }
            steps.append(.jump(split))
            steps[split] = .split(split + 1, steps.count)
            return true
        }
        var splits: [Int] = []
        for _ in least..<max(most, least) {
            splits.append(steps.count)
            steps.append(.match)
            let before = steps.count
            guard add(node) else { return false }
            if steps.count == before { break }
        }
        for split in splits { steps[split] = .split(split + 1, steps.count) }
        return true
    }
}
