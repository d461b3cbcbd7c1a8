/// Looks for a match, each pair of a step and a place once.
final class PatternMatcher {
    private let program: PatternProgram
    private let text: [Unicode.Scalar]
    private var seen: [UInt64]

    /// Prepares; nil where that alone takes more than the budget.
    init?(_ program: PatternProgram, _ text: [Unicode.Scalar], _ budget: inout Int) {
        let (states, isTooMany) = program.steps.count.multipliedReportingOverflow(by: text.count + 1)
        budget -= isTooMany ? budget : states / 64
        guard budget > 0 else { return nil }
        (self.program, self.text) = (program, text)
        seen = [UInt64](repeating: 0, count: states / 64 + 1)
    }

    /// Whether there is a match that begins anywhere; nil where it takes more than the budget.
    func matchesAnywhere(_ budget: inout Int) -> Bool? {
        // What was seen from an earlier beginning has led nowhere, and does not from a later one.
        for start in 0...text.count {
            guard let isMatch = matches(from: start, &budget) else { return nil }
            if isMatch { return true }
        }
        return false
    }

    private func matches(from start: Int, _ budget: inout Int) -> Bool? {
        var open = [(step: 0, place: start)]
        while let (step, place) = open.popLast() {
            let state = step * (text.count + 1) + place
            if seen[state / 64] & (1 << (state % 64)) != 0 { continue }
            seen[state / 64] |= 1 << (state % 64)
            budget -= 1
            guard budget > 0 else { return nil }
            switch program.steps[step] {
            case .match: return true
            case .set(let set):
                if place < text.count, set.contains(text[place]) { open.append((step + 1, place + 1)) }
            case .start: if place == 0 { open.append((step + 1, place)) }
            case .end: if place == text.count { open.append((step + 1, place)) }
            case .wordBoundary(let isNegated):
                if (isWord(place - 1) != isWord(place)) != isNegated { open.append((step + 1, place)) }
            case .jump(let next): open.append((next, place))
            case .split(let first, let second):
                open.append((second, place))
                open.append((first, place))
            case .look(let inner, let isNegated):
                guard let matcher = PatternMatcher(inner, text, &budget),
                    let isMatch = matcher.matches(from: place, &budget)
                else { return nil }
                if isMatch != isNegated { open.append((step + 1, place)) }
            }
        }
        return false
    }

    private func isWord(_ place: Int) -> Bool {
        guard text.indices.contains(place) else { return false }
        return ScalarSet.words.contains { $0.contains(text[place].value) }
    }
}
