import Sealing

@testable import Scanning

extension FuzzTarget {
    private static let search: Scanner = {
        var own = Array("Zq7#kP2vX9!mLw4T".utf8)
        let value = must("guarded memory") { try SecretBytes(consuming: &own) }
        return Scanner(ownValues: must("own values") { try OwnValues([(name: "OWN", value: value.whole)]) })
    }()

    /// A text in pieces gives what it gives in one, wherever the blocks that are read end; places are in the text.
    static func scanner(_ bytes: [UInt8]) {
        guard bytes.count > 3 else { return }
        let (offset, piece) = (Int(bytes[0]), 1 + Int(bytes[1]) * (bytes[2] & 1 == 0 ? 1 : 150))
        let input = Array(bytes.dropFirst(3))
        let short = check(input, piece: piece)
        // Not for each input: it takes a hundred times as long.
        guard bytes[2] & 14 == 14, !input.contains(0) else { return }
        // The same text, so far behind others that a block ends in it.
        let before = Scanner.blockSize - offset
        let padding = [UInt8](repeating: 0x2E, count: before - 1) + [0x0A]
        let long = check(padding + input, piece: piece)
        require(
            long.map(\.fingerprint) == short.map(\.fingerprint),
            "behind others it finds \(long), not \(short)")
        require(
            zip(long, short).allSatisfy {
                $0.range.lowerBound == $1.range.lowerBound + before && $0.line == $1.line + 1
                    && $0.column == $1.column
            }, "behind others the places differ: \(long), \(short)")
    }

    private static func check(_ bytes: [UInt8], piece: Int) -> [Match] {
        let whole = bytes.withUnsafeBytes { search.scan($0, path: "p") }
        var stream = search.stream(path: "p")
        var matches: [Match] = []
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + piece)
            matches += bytes[start..<end].withUnsafeBytes { stream.read($0) }
            start = end
        }
        matches += stream.finish()
        require(matches == whole, "in pieces of \(piece) it finds \(matches), not \(whole)")
        for match in whole {
            require(
                !match.range.isEmpty && match.range.upperBound <= bytes.count, "\(match) is not in the text")
            let before = bytes[..<match.range.lowerBound]
            require(match.line == 1 + before.count { $0 == 0x0A }, "\(match) is on another line")
            let column = before.count - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) + 1
            require(match.column == column, "\(match) is in column \(column)")
        }
        return whole
    }
}
