/// The state of a scan between two blocks: the search's, the count of lines, and findings that are not sure yet.
struct ScanRun: Sendable {
    private struct Finding {
        let candidate: Candidate
        let match: Match
    }

    /// More than so many findings on one line say no more than the first ones.
    private static let mostOpen = 1000

    private let scanner: Scanner
    private let path: String?
    private let lines: [Range<Int>]?
    private let place: TextPlace
    private var state = LiteralSearch.start
    private var open: [Finding] = []
    private var sure: [Match] = []
    private var allowedLine = 0
    /// The line that the next block begins in, and where that line began.
    private var line = 1
    private var lineStart = 0
    /// Where the name ends that was looked at last, so that it is looked at once.
    private var nameEnd = 0

    init(_ scanner: Scanner, path: String?, lines: [Range<Int>]?) {
        (self.scanner, self.path, self.lines) = (scanner, path, lines)
        place = path.map(TextPlace.init) ?? .other
    }

    /// Reads one block of a buffer whose first byte is at `origin` of the text.
    mutating func read(_ bytes: UnsafeRawBufferPointer, block: Range<Int>, origin: Int) {
        var candidates: [Candidate] = []
        var markers: [Int] = []
        let book = scanner.book
        var state = state
        let place = place
        var nameEnd = nameEnd - origin
        book.search.run(bytes, block, state: &state) { index, end in
            guard index > 0 else {
                markers.append(end - 1)
                return
            }
            let (count, rules) = book.literals[index]
            let literal = end - count..<end
            guard literal.lowerBound >= 0 else { return }
            let text = Stretch(
                bytes: bytes, low: max(0, literal.lowerBound - Scanner.lookBehind),
                high: min(bytes.count, literal.lowerBound + Scanner.lookAhead))
            for rule in rules {
                if case .assignment = book.rules[rule].matcher {
                    guard end > nameEnd else { continue }
                    nameEnd = end + text.run(of: .identifier, from: end, limit: 64)
                }
                guard let found = book.confirm(rule, text, literal: literal, place: place) else { continue }
                candidates.append(found)
            }
        }
        self.state = state
        self.nameEnd = nameEnd + origin
        scanner.own?.find(in: bytes, block) { name, range in
            candidates.append(Candidate(rule: -1, range: range, name: name))
        }
        settle(candidates, markers, bytes, block, origin)
    }

    /// Gives findings their lines, keeps one for each place, and counts the block's lines.
    private mutating func settle(
        _ candidates: [Candidate], _ markers: [Int], _ bytes: UnsafeRawBufferPointer, _ block: Range<Int>,
        _ origin: Int
    ) {
        var position = block.lowerBound
        var (here, start) = (line, lineStart)
        func advance(to end: Int) {
            while position < end {
                if bytes[position] == 0x0A {
                    here += 1
                    start = origin + position + 1
                }
                position += 1
            }
        }
        var next = 0
        for candidate in candidates.sorted(by: {
            ($0.range.lowerBound, $0.range.upperBound, $0.rule) < (
                $1.range.lowerBound, $1.range.upperBound, $1.rule
            )
        }) {
            while next < markers.count, markers[next] < candidate.range.lowerBound {
                advance(to: markers[next])
                allow(here)
                next += 1
            }
            if candidate.range.lowerBound >= block.lowerBound {
                advance(to: candidate.range.lowerBound)
                add(candidate, bytes, line: here, lineStart: start, origin)
            } else {
                // It began before the block: count back.
                let behind = bytes[candidate.range.lowerBound..<block.lowerBound]
                let back = behind.count { $0 == 0x0A }
                var begin = lineStart
                if back > 0 {
                    let head = bytes[..<candidate.range.lowerBound]
                    begin = head.lastIndex(of: 0x0A).map { origin + $0 + 1 } ?? origin
                }
                add(candidate, bytes, line: line - back, lineStart: begin, origin)
            }
        }
        for marker in markers[next...] {
            advance(to: marker)
            allow(here)
        }
        advance(to: block.upperBound)
        (line, lineStart) = (here, start)
        flush(before: origin + block.upperBound - Scanner.lookBack)
    }

    private mutating func allow(_ line: Int) {
        allowedLine = line
        open.removeAll { $0.match.line == line }
    }

    private mutating func add(
        _ candidate: Candidate, _ bytes: UnsafeRawBufferPointer, line: Int, lineStart: Int, _ origin: Int
    ) {
        guard line != allowedLine, open.count < Self.mostOpen else { return }
        let range = candidate.range.lowerBound + origin..<candidate.range.upperBound + origin
        let book = scanner.book
        for other in open.suffix(16) where other.match.range.overlaps(range) {
            if book.rank(other.candidate) >= book.rank(candidate) { return }
        }
        open.removeAll { $0.match.range.overlaps(range) }
        let value = UnsafeRawBufferPointer(rebasing: bytes[candidate.range])
        let rule = candidate.name == nil ? book.rules[candidate.rule].id : Match.ownRule
        open.append(
            Finding(
                candidate: candidate,
                match: Match(
                    rule: rule, range: range, line: line, lastLine: line + value.count { $0 == 0x0A },
                    column: range.lowerBound - lineStart + 1,
                    masked: Match.mask(value),
                    fingerprint: Match.fingerprint(rule: rule, value: value, path: path),
                    severity: candidate.name == nil ? book.rules[candidate.rule].severity : .critical,
                    name: candidate.name)))
    }

    /// Makes those findings sure that lie on earlier lines and that nothing can overlap any more.
    private mutating func flush(before end: Int) {
        guard let first = open.firstIndex(where: { $0.match.line >= line || $0.match.range.upperBound > end })
        else {
            for finding in open { keep(finding.match) }
            open = []
            return
        }
        for finding in open[..<first] { keep(finding.match) }
        open.removeFirst(first)
    }

    private mutating func keep(_ match: Match) {
        if let lines, !lines.contains(where: { $0.overlaps(match.line..<match.lastLine + 1) }) { return }
        sure.append(match)
    }

    /// The findings that became sure since the last call.
    mutating func takeSure() -> [Match] {
        defer { sure = [] }
        return sure
    }

    /// The findings that are left at the end of the text.
    mutating func finish() -> [Match] {
        for finding in open { keep(finding.match) }
        open = []
        return takeSure().sorted { $0.range.lowerBound < $1.range.lowerBound }
    }
}
