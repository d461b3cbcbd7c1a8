/// The text around one candidate: what a matcher may look at, and no more, so that a long text read in pieces gives
/// the same answer as one read whole.
///
/// Positions are those of the buffer, not of the file. A position outside of the stretch reads as a line feed.
struct Stretch {
    let bytes: UnsafeRawBufferPointer
    let low: Int
    let high: Int

    @inline(__always)
    subscript(position: Int) -> UInt8 {
        position >= low && position < high ? bytes[position] : 0x0A
    }

    /// How many bytes from a position on are in a set, up to a limit.
    func run(of set: ByteSet, from start: Int, limit: Int) -> Int {
        guard start >= low, start < high, limit > 0 else { return 0 }
        let end = limit < high - start ? start + limit : high
        var position = start
        while position < end, set.contains(bytes[position]) { position += 1 }
        return position - start
    }

    /// How many bytes right before a position are in a set, up to a limit.
    func run(of set: ByteSet, before end: Int, limit: Int) -> Int {
        guard end > low, end <= high, limit > 0 else { return 0 }
        let start = limit < end - low ? end - limit : low
        var position = end
        while position > start, set.contains(bytes[position - 1]) { position -= 1 }
        return end - position
    }

    /// Whether a text begins at a position.
    func has(_ text: [UInt8], at start: Int) -> Bool {
        guard start >= low, start <= high, text.count <= high - start else { return false }
        for index in 0..<text.count where bytes[start + index] != text[index] { return false }
        return true
    }

    /// Whether a lower-case text begins at a position, in whatever case.
    func hasIgnoringCase(_ text: StaticString, at start: Int) -> Bool {
        text.withUTF8Buffer { text in
            guard start >= low, start <= high, text.count <= high - start else { return false }
            for index in 0..<text.count where lowered(bytes[start + index]) != text[index] { return false }
            return true
        }
    }

    /// The bytes of a range, cut to the stretch.
    func slice(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[range.clamped(to: low..<high)])
    }
}

/// A byte with ASCII's capitals made small.
@inline(__always)
func lowered(_ byte: UInt8) -> UInt8 { byte &- 65 < 26 ? byte | 0x20 : byte }
