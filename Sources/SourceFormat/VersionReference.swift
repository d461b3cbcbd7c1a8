/// Which state of a package is meant.
public enum VersionReference: Sendable, Hashable, CustomStringConvertible {
    /// The highest release.
    case latest
    /// The tip of the branch `main`.
    case main
    /// One release.
    case exact(SemanticVersion)
    /// The highest release within a range.
    case range(VersionRange)
    /// A commit, as 40 hexadecimal digits in lower case.
    case commit(String)

    /// Reads `latest`, `main`, `X.Y.Z`, a range (`1.x`, `1.2.x`, `1.*`, `1.2.*`), or 40 hexadecimal digits.
    ///
    /// - Throws: ``FormatError`` with the code `invalid_version_ref`.
    public init(parsing text: some StringProtocol) throws(FormatError) {
        if text == "latest" {
            self = .latest
        } else if text == "main" {
            self = .main
        } else if let version = SemanticVersion(reading: text.utf8) {
            self = .exact(version)
        } else if let range = try? VersionRange(parsing: text) {
            self = .range(range)
        } else if text.utf8.count == 40, text.utf8.allSatisfy(Self.isHexadecimal) {
            self = .commit(text.lowercased())
        } else {
            throw Self.reason(for: String(text))
        }
    }

    /// The reference as it is written.
    public var description: String {
        switch self {
        case .latest: "latest"
        case .main: "main"
        case .exact(let version): version.description
        case .range(let range): range.description
        case .commit(let commit): commit
        }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte) || (0x41...0x46).contains(byte)
    }

    private static func reason(for text: String) -> FormatError {
        let forms = "Write latest, main, X.Y.Z, a range like 1.x, or a commit of 40 hexadecimal digits"
        func refused(_ why: String, _ remedy: String) -> FormatError {
            FormatError(
                code: "invalid_version_ref", message: "\(TerminalText.quoted(text)) is not a version: \(why)",
                remedy: remedy)
        }
        if text.isEmpty {
            return FormatError(code: "invalid_version_ref", message: "the version is empty", remedy: forms)
        }
        if text.utf8.count > 40, text.utf8.allSatisfy(isHexadecimal) {
            return refused("a commit has 40 digits", forms)
        }
        if (7..<40).contains(text.utf8.count), text.utf8.allSatisfy(isHexadecimal) {
            return refused("a commit needs all its 40 digits", "Run: git rev-parse \(text)")
        }
        let parts = text.utf8.split(separator: 0x2E, omittingEmptySubsequences: false)
        if parts.count < 3, text.utf8.count < 40, let range = try? VersionRange(parsing: "\(text).x") {
            return refused("it needs three numbers", "Write \(range) for the highest of its releases")
        }
        let near = ["latest", "main"].nearest(to: text)
        if let near { return refused("there is no such name", "Did you mean \(near)?") }
        if let digit = text.utf8.first, (0x30...0x39).contains(digit) || digit == 0x76 {
            let error = VersionError.reason(for: text)
            return FormatError(
                code: "invalid_version_ref", message: error.message, remedy: error.remedy ?? forms)
        }
        return refused("it has none of the forms of one", forms)
    }
}

extension VersionReference: Codable {
    /// Reads the reference from one string.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        do throws(FormatError) {
            self = try VersionReference(parsing: text)
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
        }
    }

    /// Writes the reference as one string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
