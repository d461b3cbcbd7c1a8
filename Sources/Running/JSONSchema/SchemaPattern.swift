/// A pattern of a schema, in the regular expressions of ECMAScript, over Unicode scalars.
///
/// A backtracking matcher takes exponential time for some patterns, and schemas and values come from anyone. This one
/// never looks at the same place of the text twice from the same place of the pattern, so that the time is bounded by
/// the product of their lengths. What cannot be done that way, references back to a group, is not known to it, and nor is
/// looking behind.
struct SchemaPattern {
    private let program: PatternProgram

    /// The longest pattern, in scalars.
    static let longestPattern = 4096

    /// Reads a pattern; nil for one that is not valid, or not known here.
    init?(_ source: String) {
        let scalars = Array(source.unicodeScalars)
        guard scalars.count <= Self.longestPattern else { return nil }
        var parser = PatternParser(scalars)
        guard let node = parser.parse(), let program = PatternProgram(node) else { return nil }
        self.program = program
    }

    /// Whether it matches anywhere in a text; nil where that takes more than the budget.
    ///
    /// - Parameter budget: how many places may be looked at; what was is taken off.
    func matches(_ text: String, budget: inout Int) -> Bool? {
        let scalars = Array(text.unicodeScalars)
        guard let matcher = PatternMatcher(program, scalars, &budget) else { return nil }
        return matcher.matchesAnywhere(&budget)
    }
}

/// A set of scalars.
struct ScalarSet {
    var ranges: [ClosedRange<UInt32>] = []
    var classes: [@Sendable (Unicode.Scalar) -> Bool] = []
    var isNegated = false

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        let isIn = ranges.contains { $0.contains(scalar.value) } || classes.contains { $0(scalar) }
        return isIn != isNegated
    }

    static let digits: [ClosedRange<UInt32>] = [0x30...0x39]
    static let words: [ClosedRange<UInt32>] = [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A]
    static let spaces: [ClosedRange<UInt32>] = [
        0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029,
        0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
    ]
    static let lineEnds: [ClosedRange<UInt32>] = [0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029]

    static func complement(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        var (result, next) = ([ClosedRange<UInt32>](), UInt32(0))
        for range in ranges {
            if range.lowerBound > next { result.append(next...(range.lowerBound - 1)) }
            next = range.upperBound + 1
        }
        return result + [next...0x10FFFF]
    }
}

/// A pattern as a tree.
indirect enum PatternNode {
    case empty
    case set(ScalarSet)
    case sequence([PatternNode])
    case choice([PatternNode])
    case many(PatternNode, least: Int, most: Int?)
    case start
    case end
    case wordBoundary(isNegated: Bool)
    case look(PatternNode, isNegated: Bool)
}
