/// A scan of a text that comes in pieces. What it keeps does not grow with the text: about 40 KB, and the findings
/// of the line that it is in.
public struct ScanStream: Sendable {
    private var run: ScanRun
    private var buffer: [UInt8] = []
    /// Where the buffer's first byte is in the text.
    private var origin = 0
    /// The bytes of the buffer that have been read already and are kept to look back at.
    private var done = 0
    private var isBinary: Bool?

    init(_ scanner: Scanner, path: String?, lines: [Range<Int>]?) {
        run = ScanRun(scanner, path: path, lines: lines)
    }

    /// Reads on.
    ///
    /// - Returns: the findings that are sure now.
    public mutating func read(_ piece: UnsafeRawBufferPointer) -> [Match] {
        guard isBinary != true else { return [] }
        var matches: [Match] = []
        var rest = piece[...]
        while !rest.isEmpty {
            let room = done + Scanner.blockSize + Scanner.lookAhead - buffer.count
            buffer += rest.prefix(room)
            rest = rest.dropFirst(room)
            guard buffer.count == done + Scanner.blockSize + Scanner.lookAhead else { break }
            guard !probe() else { return [] }
            matches += readBlock(Scanner.blockSize)
        }
        return matches
    }

    /// Ends the text.
    ///
    /// - Returns: the findings that were still open.
    public mutating func finish() -> [Match] {
        guard isBinary != true, !probe() else { return [] }
        var matches: [Match] = []
        while done < buffer.count { matches += readBlock(min(Scanner.blockSize, buffer.count - done)) }
        return matches + run.finish()
    }

    private mutating func probe() -> Bool {
        if isBinary == nil { isBinary = buffer.prefix(Scanner.binaryProbe).contains(0) }
        if isBinary == true { buffer = [] }
        return isBinary == true
    }

    private mutating func readBlock(_ count: Int) -> [Match] {
        buffer.withUnsafeBytes { run.read($0, block: done..<done + count, origin: origin) }
        done += count
        let dropped = done - Scanner.lookBack
        if dropped > 0 {
            buffer.removeFirst(dropped)
            (done, origin) = (done - dropped, origin + dropped)
        }
        return run.takeSure()
    }
}
