import SourceFormat

/// Whether a text is a YAML mapping, whatever its keys.
enum YAMLMapping {
    /// What is wrong with a file that should be one.
    static func findings(bytes: [UInt8], file: String, limit: Int) -> [Finding] {
        SourceText.decoded(bytes, file: file, limit: limit).1
    }
}
