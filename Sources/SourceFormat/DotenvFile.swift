/// A `.env` file as python-dotenv 1.2 reads it from disk.
///
/// `NAME=value`, `export NAME=value`, values in single quotes (with the escapes `\\` and `\'`) or double quotes
/// (also `\"`, `\n`, `\t`, …) over several lines, comments on their own lines or behind a value. Line breaks
/// inside a value are read as LF. `${NAME}` stays as it is, unless ``interpolated(_:environment:overridesEnvironment:)``
/// is asked for. NUL is refused, and other control characters are outside of quoted values.
public enum DotenvFile {
    /// The most bytes of a file that are read, 4 MiB.
    public static let maximumSize = 4 << 20

    /// One variable.
    public struct Entry: Sendable, Hashable {
        /// The name, as written.
        public let name: String
        /// The value, unquoted, in UTF-8, to be wiped by whoever has it last; nil for a name without `=`.
        public let value: [UInt8]?
        /// The line of the name, from 1.
        public let line: Int

        /// Describes a variable.
        public init(name: String, value: [UInt8]?, line: Int) {
            self.name = name
            self.value = value
            self.line = line
        }
    }

    /// Reads a file. No finding holds a value from it.
    ///
    /// - Returns: the variables in the order of the file, a name as often as it is there, and everything that
    ///   was wrong.
    public static func parse(_ text: String, file: String = ".env") -> ([Entry], [Finding]) {
        parse(bytes: Array(text.utf8), file: file)
    }

    /// Reads a file from its bytes, of which no copy is made but for the values; binary files are refused.
    public static func parse(bytes: [UInt8], file: String = ".env") -> ([Entry], [Finding]) {
        let finding = SourceText.check(bytes, file: file, limit: maximumSize, allowsControls: true)
        if let finding { return ([], [finding]) }
        var parser = DotenvParser(bytes, file: file)
        parser.parse()
        return (parser.entries, parser.findings)
    }
}
