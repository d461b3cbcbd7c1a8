/// The lines of a text that none of its older versions has.
///
/// A line that only moved is none of them, as far as both places lie between what the versions begin and end with
/// alike: what it says was there before. The time is linear in the texts, and their like beginnings and ends are passed
/// over by comparing memory.
struct AddedLines {
    /// The lines, from 1, in ascending order.
    private(set) var lines: [Range<Int>] = []
    /// Where the first of them begins in the text, and where the last of them ends.
    private(set) var range: Range<Int> = 0..<0
    /// The number of the line that ``range`` begins with.
    private(set) var firstLine = 1

    /// Compares a text with its older versions; with none, every line is new.
    init(of new: UnsafeRawBufferPointer, since old: [UnsafeRawBufferPointer]) {
        guard !new.isEmpty else { return }
        guard !old.isEmpty else {
            lines = [1..<Int.max]
            range = 0..<new.count
            return
        }
        // What all versions begin and end with alike, cut where a line begins.
        var start = old.map { Self.commonPrefix(new, $0) }.min() ?? 0
        start = Self.lineStart(new, start)
        var tail = old.map { Self.commonSuffix(new, $0, leaving: start) }.min() ?? 0
        tail = Self.wholeLines([new] + old, tail)
        let end = new.count - tail
        guard start < end else { return }
        firstLine = 1 + Self.newlines(new, 0..<start)
        let versions = old.map { text in
            Self.hashes(text, start..<max(start, text.count - tail))
        }
        var line = firstLine
        Self.forEachLine(new, start..<end) { place, hash in
            defer { line += 1 }
            guard versions.allSatisfy({ !$0.contains(hash) }) else { return }
            if let last = lines.last, last.upperBound == line {
                lines[lines.count - 1] = last.lowerBound..<line + 1
            } else {
                lines.append(line..<line + 1)
            }
            range = (range.isEmpty ? place.lowerBound : range.lowerBound)..<place.upperBound
        }
        guard !lines.isEmpty else { return }
        firstLine = lines[0].lowerBound
    }

    private static func commonPrefix(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
        let count = min(left.count, right.count)
        var place = 0
        while place + 8 <= count,
            left.loadUnaligned(fromByteOffset: place, as: UInt64.self)
                == right.loadUnaligned(fromByteOffset: place, as: UInt64.self)
        { place += 8 }
        while place < count, left[place] == right[place] { place += 1 }
        return place
    }

    private static func commonSuffix(
        _ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer, leaving start: Int
    ) -> Int {
        let most = min(left.count, right.count) - start
        guard most > 0 else { return 0 }
        var count = 0
        while count + 8 <= most,
            left.loadUnaligned(fromByteOffset: left.count - count - 8, as: UInt64.self)
                == right.loadUnaligned(fromByteOffset: right.count - count - 8, as: UInt64.self)
        { count += 8 }
        while count < most, left[left.count - count - 1] == right[right.count - count - 1] { count += 1 }
        return count
    }

    /// The beginning of the line that a place is in.
    private static func lineStart(_ text: UnsafeRawBufferPointer, _ place: Int) -> Int {
        var place = place
        while place > 0, text[place - 1] != 0x0A { place -= 1 }
        return place
    }

    /// So much of an end that texts have alike as begins with a line in all of them.
    private static func wholeLines(_ texts: [UnsafeRawBufferPointer], _ tail: Int) -> Int {
        var tail = tail
        while tail > 0,
            texts.contains(where: { tail < $0.count && $0[$0.count - tail - 1] != 0x0A })
        { tail -= 1 }
        return tail
    }

    private static func newlines(_ text: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int {
        var count = 0
        for byte in text[range] where byte == 0x0A { count += 1 }
        return count
    }

    private static func hashes(_ text: UnsafeRawBufferPointer, _ range: Range<Int>) -> Set<UInt64> {
        var hashes: Set<UInt64> = []
        forEachLine(text, range) { _, hash in hashes.insert(hash) }
        return hashes
    }

    private static let keys = (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max) | 1)

    /// Calls `body` with each line's place, its end included, and a hash of what it says, line ends left out.
    private static func forEachLine(
        _ text: UnsafeRawBufferPointer, _ range: Range<Int>, _ body: (Range<Int>, UInt64) -> Void
    ) {
        let (key, odd) = keys
        var start = range.lowerBound
        while start < range.upperBound {
            var end = start
            while end < range.upperBound, text[end] != 0x0A { end += 1 }
            let next = min(end + 1, range.upperBound)
            var last = end
            if last > start, text[last - 1] == 0x0D { last -= 1 }
            var hash = key ^ UInt64(last - start)
            func mix(_ word: UInt64) {
                let product = (hash ^ word).multipliedFullWidth(by: odd)
                hash = (product.high ^ product.low) &+ 0x9E37_79B9_7F4A_7C15
            }
            var place = start
            while place + 8 <= last {
                mix(text.loadUnaligned(fromByteOffset: place, as: UInt64.self))
                place += 8
            }
            var word: UInt64 = 0
            while place < last {
                word = word << 8 | UInt64(text[place])
                place += 1
            }
            mix(word)
            body(start..<next, hash)
            start = next
        }
    }
}
