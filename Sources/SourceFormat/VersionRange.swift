/// A range of versions: `1.x` or `1.*` is every 1, `1.2.x` or `1.2.*` every 1.2.
public struct VersionRange: Sendable, Hashable, CustomStringConvertible {
    /// The first number, which every version in the range has.
    public let major: UInt64
    /// The second number, where the range has one.
    public let minor: UInt64?
    /// The range as it was written.
    public let description: String

    /// Reads a range.
    ///
    /// - Throws: ``FormatError`` with the code `invalid_version_range`.
    public init(parsing text: some StringProtocol) throws(FormatError) {
        let parts = text.utf8.split(separator: 0x2E, omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3, let last = parts.last, last.count == 1,
            last.first == 0x78 || last.first == 0x2A,
            // Read as a version, so that both follow the same rules for numbers.
            let version = SemanticVersion(
                reading: Array(parts.dropLast().joined(separator: [0x2E]))
                    + (parts.count == 2 ? ".0.0" : ".0").utf8)
        else {
            throw FormatError(
                code: "invalid_version_range",
                message: "\(TerminalText.quoted(text)) is not a range of versions",
                remedy: "Write it as 1.x, 1.2.x, 1.* or 1.2.*")
        }
        major = version.major
        minor = parts.count == 3 ? version.minor : nil
        description = String(text)
    }

    /// Whether a version is in the range.
    public func contains(_ version: SemanticVersion) -> Bool {
        version.major == major && (minor == nil || version.minor == minor)
    }
}
