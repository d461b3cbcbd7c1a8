import Git
import Scanning

/// Looks for secrets in what a commit adds to a file.
public struct TextScan {
    /// So much of the text around what was added is read with it, so that a secret of several lines is seen whole.
    private static let context = 8 * 1024

    let scanner: Scanner

    /// A scan with these rules and values.
    public init(scanner: Scanner) { self.scanner = scanner }

    /// The secrets on the lines of a file that its older versions do not have.
    public func added(in new: [UInt8], since old: [[UInt8]], path: String) -> [Match] {
        guard let text = PlainText.ascii(new) else { return [] }
        let older = old.compactMap(PlainText.ascii)
        return text.withUnsafeBytes { bytes in
            withBuffers(older) { old in
                let added = AddedLines(of: bytes, since: old)
                guard !added.range.isEmpty else { return [] }
                return scan(bytes, added, path: path)
            }
        }
    }

    /// The secrets in a message.
    func message(_ text: String) -> [Match] { scanner.scan(text) }

    private func scan(_ bytes: UnsafeRawBufferPointer, _ added: AddedLines, path: String) -> [Match] {
        var start = max(0, added.range.lowerBound - Self.context)
        while start > 0, bytes[start - 1] != 0x0A { start -= 1 }
        // A line without end is not gone back through.
        if added.range.lowerBound - start > 2 * Self.context {
            start = added.range.lowerBound - Self.context
        }
        let end = min(bytes.count, added.range.upperBound + Self.context)
        let skipped = added.firstLine - 1 - bytes[start..<added.range.lowerBound].count { $0 == 0x0A }
        let lines = added.lines.map { range in
            range.lowerBound - skipped..<(range.upperBound == .max ? .max : range.upperBound - skipped)
        }
        let part = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
        return scanner.scan(part, path: path, lines: lines).map { $0.moved(byLines: skipped, bytes: start) }
    }

    private func withBuffers<Value>(
        _ texts: [[UInt8]], _ got: [UnsafeRawBufferPointer] = [],
        _ body: ([UnsafeRawBufferPointer]) -> Value
    ) -> Value {
        guard let first = texts.first else { return body(got) }
        return first.withUnsafeBytes { withBuffers(Array(texts.dropFirst()), got + [$0], body) }
    }
}
