/// Finds secrets in text: by the rules, and the organization's own values.
///
/// A text is read once, in blocks whose borders depend on nothing but the distance from its beginning, and no matcher
/// looks further than ``lookAhead`` bytes from what the search found. So the time is linear in the text, and a text
/// that comes in pieces gives what it gives in one.
public struct Scanner: Sendable {
    static let blockSize = 32 * 1024
    static let lookAhead = 4096
    /// How far a matcher looks back.
    static let lookBehind = 256
    /// How much of a text is kept behind a block for that, and for a finding that began before it.
    static let lookBack = 4096
    /// How many bytes are searched for a zero byte, which only binary content has.
    static let binaryProbe = 8 * 1024

    let book: RuleBook
    let own: OwnValues?

    /// A scanner for these rules and, where there are some, the organization's own values.
    public init(rules: [ScanRule] = ScanRules.all, ownValues: OwnValues? = nil) {
        book = RuleBook(rules)
        own = ownValues
    }

    /// The secrets in a text, in the order of their places. Binary content has none.
    ///
    /// - Parameters:
    ///   - bytes: the text, in UTF-8 or another extension of ASCII.
    ///   - path: where it is from, a part of the fingerprints; lockfiles are not searched for assignments.
    ///   - lines: the lines that count, from 1, in ascending order, such as those a commit added; nil for all.
    public func scan(
        _ bytes: UnsafeRawBufferPointer, path: String? = nil, lines: [Range<Int>]? = nil
    ) -> [Match] {
        var run = ScanRun(self, path: path, lines: lines)
        guard !bytes.prefix(Self.binaryProbe).contains(0) else { return [] }
        var start = 0
        while start < bytes.count {
            let end = min(start + Self.blockSize, bytes.count)
            run.read(bytes, block: start..<end, origin: 0)
            start = end
        }
        return run.finish()
    }

    /// The secrets in a text.
    public func scan(_ text: String, path: String? = nil, lines: [Range<Int>]? = nil) -> [Match] {
        var text = text
        return text.withUTF8 { scan(UnsafeRawBufferPointer($0), path: path, lines: lines) }
    }

    /// A scan of a text that comes in pieces.
    public func stream(path: String? = nil, lines: [Range<Int>]? = nil) -> ScanStream {
        ScanStream(self, path: path, lines: lines)
    }
}
