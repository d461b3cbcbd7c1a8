/// A search for many literals at once, whatever their case: an Aho-Corasick automaton as one table, a load for each
/// byte of the text.
///
/// Bytes that no literal has share one column, which keeps the table small enough for the processor's caches.
struct LiteralSearch: Sendable {
    private let columns: [UInt16]
    private let transitions: [UInt32]
    private let firstHit: UInt32
    private let width: Int
    private let outputs: [[Int]]

    /// The state before the first byte.
    static let start: UInt32 = 0

    /// - Parameter literals: lower-case texts, none of them empty; found by their index.
    init(_ literals: [[UInt8]]) {
        var column = [UInt16](repeating: 0, count: 256)
        var width = 1
        for byte in literals.joined() where column[Int(byte)] == 0 {
            column[Int(byte)] = UInt16(width)
            if byte &- 97 < 26 { column[Int(byte) - 32] = UInt16(width) }
            width += 1
        }
        var next: [Int32] = Array(repeating: -1, count: width)
        var ends: [[Int]] = [[]]
        for (index, literal) in literals.enumerated() {
            var state = 0
            for byte in literal {
                let slot = state * width + Int(column[Int(byte)])
                if next[slot] < 0 {
                    next[slot] = Int32(ends.count)
                    ends.append([])
                    next.append(contentsOf: repeatElement(-1, count: width))
                }
                state = Int(next[slot])
            }
            ends[state].append(index)
        }
        Self.complete(&next, &ends, width: width)

        // States that end a literal come last, so that one comparison tells them.
        let quiet = ends.indices.filter { ends[$0].isEmpty }
        let order = quiet + ends.indices.filter { !ends[$0].isEmpty }
        var place = [UInt32](repeating: 0, count: ends.count)
        for (new, old) in order.enumerated() { place[old] = UInt32(new * width) }
        var transitions: [UInt32] = []
        transitions.reserveCapacity(next.count)
        for old in order {
            for column in 0..<width { transitions.append(place[Int(next[old * width + column])]) }
        }
        self.columns = column
        self.transitions = transitions
        self.firstHit = UInt32(quiet.count * width)
        self.width = width
        self.outputs = order[quiet.count...].map { ends[$0] }
    }

    /// Fills in where a state goes when its literals end, level by level.
    private static func complete(_ next: inout [Int32], _ ends: inout [[Int]], width: Int) {
        var fallback = [Int](repeating: 0, count: ends.count)
        var queue: [Int] = []
        for column in 0..<width {
            let child = Int(next[column])
            if child > 0 { queue.append(child) } else { next[column] = 0 }
        }
        var head = 0
        while head < queue.count {
            let state = queue[head]
            head += 1
            ends[state] += ends[fallback[state]]
            for column in 0..<width {
                let slot = state * width + column
                let other = next[fallback[state] * width + column]
                if next[slot] < 0 {
                    next[slot] = other
                } else {
                    fallback[Int(next[slot])] = Int(other)
                    queue.append(Int(next[slot]))
                }
            }
        }
    }

    /// Reads the bytes of a range and reports each literal's index with the position behind its last byte.
    @inline(__always)
    func run(
        _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, state: inout UInt32,
        found: (_ literal: Int, _ end: Int) -> Void
    ) {
        var current = state
        columns.withUnsafeBufferPointer { columns in
            transitions.withUnsafeBufferPointer { transitions in
                for position in range {
                    let slot = Int(current) &+ Int(columns[Int(bytes[position])])
                    current = transitions[slot]
                    if current >= firstHit {
                        for literal in outputs[Int(current - firstHit) / width] {
                            found(literal, position + 1)
                        }
                    }
                }
            }
        }
        state = current
    }
}
