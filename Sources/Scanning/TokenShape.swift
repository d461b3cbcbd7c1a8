/// The grammar of a token, read from left to right without going back: each piece takes all it can.
public struct TokenShape: Sendable {
    /// A part of a token.
    public enum Piece: Sendable {
        /// These bytes, in this case.
        case literal([UInt8])
        /// As many bytes of a set as there are, at least and at most so many.
        case run(ByteSet, ClosedRange<Int>)
        /// As many bytes of a set as there are, in one of these counts.
        case counts(ByteSet, [Int])

        static func text(_ text: String) -> Piece { .literal(Array(text.utf8)) }
        static func exactly(_ count: Int, _ set: ByteSet) -> Piece { .run(set, count...count) }
    }

    /// What stands right before the literal: bytes of a set, in a range of counts.
    let lead: (set: ByteSet, counts: ClosedRange<Int>)?
    /// What stands behind the literal.
    let pieces: [Piece]
    /// What neither precedes nor follows a token: it would be a part of something longer.
    let boundary: ByteSet
    /// Whether what the pieces take ends with a ``TokenChecksum``.
    let hasChecksum: Bool

    init(
        lead: (set: ByteSet, counts: ClosedRange<Int>)? = nil, _ pieces: [Piece],
        boundary: ByteSet = .alphanumeric, hasChecksum: Bool = false
    ) {
        (self.lead, self.pieces, self.boundary, self.hasChecksum) = (lead, pieces, boundary, hasChecksum)
    }

    /// The ranges of the whole token and of what follows its literal; nil where there is none.
    func match(_ text: Stretch, literal: Range<Int>) -> (token: Range<Int>, body: Range<Int>)? {
        var start = literal.lowerBound
        if let lead {
            let count = text.run(of: lead.set, before: start, limit: lead.counts.upperBound + 1)
            guard lead.counts.contains(count) else { return nil }
            start -= count
        }
        if isInsideWord(text, start) { return nil }
        var position = literal.upperBound
        for piece in pieces {
            switch piece {
            case .literal(let bytes):
                guard text.has(bytes, at: position) else { return nil }
                position += bytes.count
            case .run(let set, let counts):
                let count = text.run(of: set, from: position, limit: counts.upperBound)
                guard count >= counts.lowerBound else { return nil }
                position += count
            case .counts(let set, let counts):
                let most = counts.max() ?? 0
                let count = text.run(of: set, from: position, limit: most + 1)
                guard counts.contains(count) else { return nil }
                position += count
            }
        }
        if boundary.contains(text[position]) { return nil }
        if hasChecksum, !TokenChecksum.isValid(text.slice(literal.upperBound..<position)) { return nil }
        return (start..<position, (lead == nil ? literal.upperBound : start)..<position)
    }

    /// Whether the byte before a token makes it a part of a word; the `n` of an escaped line feed does not.
    private func isInsideWord(_ text: Stretch, _ start: Int) -> Bool {
        let before = text[start - 1]
        guard boundary.contains(before) else { return false }
        let isEscape =
            before == UInt8(ascii: "n") || before == UInt8(ascii: "t") || before == UInt8(ascii: "r")
        if isEscape, text[start - 2] == UInt8(ascii: "\\") { return false }
        // Percent-encoded punctuation right before it: `%3D`, `%22`.
        return !(ByteSet.anyHex.contains(before) && text[start - 3] == UInt8(ascii: "%"))
    }
}
