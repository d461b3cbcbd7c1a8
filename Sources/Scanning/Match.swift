import Sealing

/// A secret that was found.
public struct Match: Sendable, Equatable {
    /// The rule's name; `own-secret` for one of the organization's own values.
    public let rule: String
    /// Where its bytes are, counted from the beginning of the text.
    public let range: Range<Int>
    /// Its line, counted from 1.
    public let line: Int
    /// The line that it ends on.
    public let lastLine: Int
    /// The byte of its line that it begins at, counted from 1.
    public let column: Int
    /// Its first and last characters, never more than a quarter of it.
    public let masked: String
    /// 16 hexadecimal digits that stay the same while rule, value and path do.
    public let fingerprint: String
    /// How bad it is.
    public let severity: Severity
    /// The name that one of the organization's own values goes by.
    public let name: String?

    /// The same in a text of which so much comes before.
    public func moved(byLines lines: Int, bytes: Int) -> Match {
        Match(
            rule: rule, range: range.lowerBound + bytes..<range.upperBound + bytes, line: line + lines,
            lastLine: lastLine + lines, column: column, masked: masked, fingerprint: fingerprint,
            severity: severity, name: name)
    }

    /// What the rule for the organization's own values is called.
    public static let ownRule = "own-secret"

    /// A value with all but its ends left out; only what prints is shown.
    static func mask(_ value: UnsafeRawBufferPointer) -> String {
        if value.starts(with: "-----BEGIN".utf8) { return "-----BEGIN…" }
        let shown = min(4, value.count / 8)
        func text(_ bytes: some Sequence<UInt8>) -> String {
            String(decoding: bytes.map { $0 > 0x20 && $0 < 0x7F ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
        }
        return text(value.prefix(shown)) + "…" + text(value.suffix(shown))
    }

    /// The SHA-256 of the rule, of the value's SHA-256 and of the path, cut to 16 digits.
    static func fingerprint(rule: String, value: UnsafeRawBufferPointer, path: String?) -> String {
        let inner = Digest(of: Array(value)).description
        return String(Digest(of: Array("\(rule)\u{0}\(inner)\u{0}\(path ?? "")".utf8)).description.prefix(16))
    }
}
