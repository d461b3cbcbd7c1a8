/// A `.env` file as python-dotenv reads it, without interpolation: `$NAME` stays as it is.
public enum DotenvFile {
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
    /// - Returns: the variables in the order of the file, a name as often as it is there, and everything that was found.
    public static func parse(_ text: String, file: String = ".env") -> ([Entry], [Finding]) { ([], []) }

    /// Reads a file from its bytes; binary files are refused.
    public static func parse(
        bytes: [UInt8], file: String = ".env", limit: Int = 16 << 20
    ) -> ([Entry], [Finding]) {
        let (text, findings) = SourceText.decoded(bytes, file: file, limit: limit)
        guard let text else { return ([], findings) }
        return parse(text, file: file)
    }
}
