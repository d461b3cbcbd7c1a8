/// A `.env` file as python-dotenv reads it, without interpolation: `$NAME` stays as it is.
///
/// `NAME=value`, `export NAME=value`, values in single quotes (with `\\` and `\'`) or double quotes (with
/// `\n`, `\t`, …) over several lines, comments on their own lines or behind a value. Line breaks inside a
/// value are read as LF.
public enum DotenvFile {
    /// The most bytes of a file that are read, 4 MiB.
    public static let maximumSize = 4 << 20

    /// One variable.
    public struct Entry: Sendable, Hashable {
        /// The name, as written.
        public let name: String
        /// The value, unquoted; nil for a name without `=`.
        public let value: String?
        /// The line of the name, from 1.
        public let line: Int
    }

    /// Reads a file. No finding holds a value from it.
    ///
    /// - Returns: the variables in the order of the file, a name as often as it is there, and everything that
    ///   was
    public static func parse(_ text: String, file: String = ".env") -> ([Entry], [Finding]) {
        if let finding = SourceText.check(Array(text.utf8), file: file, limit: maximumSize) {
            return ([], [finding])
        }
        var parser = DotenvParser(text, file: file)
        parser.parse()
        return (parser.entries, parser.findings)
    }

    /// Reads a file from its bytes; binary files are refused.
    public static func parse(bytes: [UInt8], file: String = ".env") -> ([Entry], [Finding]) {
        let (text, findings) = SourceText.decoded(bytes, file: file, limit: maximumSize)
        guard let text else { return ([], findings) }
        return parse(text, file: file)
    }
}
