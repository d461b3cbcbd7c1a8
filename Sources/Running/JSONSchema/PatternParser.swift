/// Reads the regular expressions of ECMAScript.
struct PatternParser {
    private let source: [Unicode.Scalar]
    private var position = 0
    private var depth = 0

    init(_ source: [Unicode.Scalar]) { self.source = source }

    /// The pattern; nil where it is not valid.
    mutating func parse() -> PatternNode? {
        guard let node = choice(), position == source.count else { return nil }
        return node
    }

    private var peek: Unicode.Scalar? { position < source.count ? source[position] : nil }

    private mutating func take(_ text: String) -> Bool {
        let scalars = Array(text.unicodeScalars)
        guard source[position...].starts(with: scalars) else { return false }
        position += scalars.count
        return true
    }

    private mutating func choice() -> PatternNode? {
        depth += 1
        defer { depth -= 1 }
        guard depth < 100, var nodes = sequence().map({ [$0] }) else { return nil }
        while take("|") {
            guard let next = sequence() else { return nil }
            nodes.append(next)
        }
        return nodes.count == 1 ? nodes[0] : .choice(nodes)
    }

    private mutating func sequence() -> PatternNode? {
        var nodes: [PatternNode] = []
        while let scalar = peek, scalar != "|", scalar != ")" {
            guard let node = repeated() else { return nil }
            nodes.append(node)
        }
        return nodes.count == 1 ? nodes[0] : .sequence(nodes)
    }

    private mutating func repeated() -> PatternNode? {
        guard let node = atom() else { return nil }
        let bounds: (least: Int, most: Int?)
        switch peek {
        case "*": bounds = (0, nil)
        case "+": bounds = (1, nil)
        case "?": bounds = (0, 1)
        case "{":
            let before = position
            guard let counts = counts() else {
                // A brace that begins no count is itself.
                position = before
                return node
            }
            guard counts.most.map({ $0 >= counts.least }) ?? true else { return nil }
            bounds = counts
            position -= 1
        default: return node
        }
        position += 1
        switch node {
        case .start, .end, .wordBoundary: return nil
        default: break
        }
        // Whether as much or as little as possible is taken does not change whether there is a match.
        _ = take("?")
        if let next = peek, "*+?".unicodeScalars.contains(next) { return nil }
        return .many(node, least: bounds.least, most: bounds.most)
    }

    /// `{2}`, `{2,}`, `{2,5}`.
    private mutating func counts() -> (least: Int, most: Int?)? {
        guard take("{"), let least = number() else { return nil }
        if take("}") { return (least, least) }
        guard take(",") else { return nil }
        if take("}") { return (least, nil) }
        guard let most = number(), take("}") else { return nil }
        return (least, most)
    }

    private mutating func number() -> Int? {
        var digits = ""
        while let scalar = peek, ("0"..."9").contains(scalar), digits.count < 7 {
            digits.unicodeScalars.append(scalar)
            position += 1
        }
        return Int(digits)
    }

    private mutating func atom() -> PatternNode? {
        guard let scalar = peek else { return nil }
        position += 1
        switch scalar {
        case "^": return .start
        case "$": return .end
        case ".": return .set(ScalarSet(ranges: ScalarSet.lineEnds, isNegated: true))
        case "(": return group()
        case "[": return characterClass()
        case "\\": return escape()
        case "*", "+", "?": return nil
        default: return .set(ScalarSet(ranges: [scalar.value...scalar.value]))
        }
    }

    private mutating func group() -> PatternNode? {
        var look: (isNegated: Bool, isBehind: Bool)?
        if take("?") {
            if take("=") {
                look = (false, false)
            } else if take("!") {
                look = (true, false)
            } else if take("<=") {
                look = (false, true)
            } else if take("<!") {
                look = (true, true)
            } else if take("<") {
                guard let end = source[position...].firstIndex(of: ">"), end > position else { return nil }
                position = end + 1
            } else if !take(":") {
                return nil
            }
        }
        guard let node = choice(), take(")") else { return nil }
        guard let look else { return node }
        // What lies behind would have to be matched backwards.
        return look.isBehind ? nil : .look(node, isNegated: look.isNegated)
    }

    // MARK: Escapes

    private mutating func escape() -> PatternNode? {
        guard let scalar = peek else { return nil }
        switch scalar {
        case "b", "B":
            position += 1
            return .wordBoundary(isNegated: scalar == "B")
        case "1"..."9", "k": return nil
        default: return setEscape().map { .set($0) }
        }
    }

    /// What follows a backslash, as a set.
    private mutating func setEscape() -> ScalarSet? {
        guard let scalar = peek else { return nil }
        position += 1
        switch scalar {
        case "d": return ScalarSet(ranges: ScalarSet.digits)
        case "D": return ScalarSet(ranges: ScalarSet.complement(ScalarSet.digits))
        case "w": return ScalarSet(ranges: ScalarSet.words)
        case "W": return ScalarSet(ranges: ScalarSet.complement(ScalarSet.words))
        case "s": return ScalarSet(ranges: ScalarSet.spaces)
        case "S": return ScalarSet(ranges: ScalarSet.complement(ScalarSet.spaces))
        case "p", "P": return property(isNegated: scalar == "P")
        default:
            position -= 1
            return literalEscape().map { ScalarSet(ranges: [$0...$0]) }
        }
    }

    private mutating func literalEscape() -> UInt32? {
        guard let scalar = peek else { return nil }
        position += 1
        switch scalar {
        case "t": return 0x09
        case "n": return 0x0A
        case "v": return 0x0B
        case "f": return 0x0C
        case "r": return 0x0D
        case "0": return 0
        case "x": return hexadecimal(2)
        case "u":
            if take("{") {
                guard let end = source[position...].firstIndex(of: "}"), end - position <= 6,
                    let value = hexadecimal(end - position)
                else { return nil }
                position += 1
                return value <= 0x10FFFF ? value : nil
            }
            guard let high = hexadecimal(4) else { return nil }
            guard (0xD800..<0xDC00).contains(high), take("\\u"), let low = hexadecimal(4) else { return high }
            guard (0xDC00..<0xE000).contains(low) else { return nil }
            return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)
        case "c":
            guard let letter = peek, letter.isASCII, letter.properties.isAlphabetic else { return nil }
            position += 1
            return letter.value & 31
        case "a"..."z", "A"..."Z", "1"..."9": return nil
        default: return scalar.value
        }
    }

    private mutating func hexadecimal(_ count: Int) -> UInt32? {
        guard count > 0, position + count <= source.count else { return nil }
        var digits = ""
        digits.unicodeScalars.append(contentsOf: source[position..<position + count])
        guard digits.utf8.allSatisfy({ $0 != 0x2B && $0 != 0x2D }), let value = UInt32(digits, radix: 16)
        else {
            return nil
        }
        position += count
        return value
    }

    /// `\p{L}`, `\p{Lu}`, `\p{N}`, …: the general categories.
    private mutating func property(isNegated: Bool) -> ScalarSet? {
        guard take("{"), let end = source[position...].firstIndex(of: "}") else { return nil }
        var name = ""
        name.unicodeScalars.append(contentsOf: source[position..<end])
        position = end + 1
        guard let contains = PatternCategory.named(name) else { return nil }
        var set = ScalarSet()
        set.classes = [{ contains($0) != isNegated }]
        return set
    }

    // MARK: Classes

    private mutating func characterClass() -> PatternNode? {
        var set = ScalarSet()
        set.isNegated = take("^")
        while let scalar = peek {
            position += 1
            if scalar == "]" { return .set(set) }
            guard let first = classAtom(scalar) else { return nil }
            guard peek == "-", position + 1 < source.count, source[position + 1] != "]" else {
                set.ranges += first.ranges
                set.classes += first.classes
                continue
            }
            position += 1
            guard let next = peek else { return nil }
            position += 1
            guard let last = classAtom(next), let from = single(first), let to = single(last), from <= to
            else {
                return nil
            }
            set.ranges.append(from...to)
        }
        return nil
    }

    private mutating func classAtom(_ scalar: Unicode.Scalar) -> ScalarSet? {
        guard scalar == "\\" else { return ScalarSet(ranges: [scalar.value...scalar.value]) }
        if take("b") { return ScalarSet(ranges: [0x08...0x08]) }
        if take("-") { return ScalarSet(ranges: [0x2D...0x2D]) }
        return setEscape()
    }

    private func single(_ set: ScalarSet) -> UInt32? {
        guard set.classes.isEmpty, set.ranges.count == 1, set.ranges[0].count == 1 else { return nil }
        return set.ranges[0].lowerBound
    }
}
