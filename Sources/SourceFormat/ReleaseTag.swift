/// The name of a release's tag, `<dotted name>@<X.Y.Z>`. Ordered by package, then by version.
public struct ReleaseTag: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The released package.
    public let path: PackagePath
    /// The released version.
    public let version: SemanticVersion

    /// Puts a tag's name together.
    public init(path: PackagePath, version: SemanticVersion) {
        self.path = path
        self.version = version
    }

    /// Reads a short tag name, `agents.finance.invoice@1.2.0`, without `refs/tags/`.
    ///
    /// - Throws: ``FormatError`` with the code `invalid_release_tag`.
    public init(parsing text: some StringProtocol) throws(FormatError) {
        if let tag = Self(reading: text) {
            self = tag
            return
        }
        func refused(_ why: String, _ remedy: String?) -> FormatError {
            FormatError(
                code: "invalid_release_tag",
                message: "\(TerminalText.quoted(text)) is not a release tag: \(why)",
                remedy: remedy)
        }
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            throw refused("it has no version", "Write <dotted name>@<X.Y.Z>, like agents.invoice@1.2.0")
        }
        let path = try PackagePath(parsing: parts[0])
        let version = try SemanticVersion(parsing: parts[1])
        throw refused("it is written with slashes", "Write \(ReleaseTag(path: path, version: version))")
    }

    /// Reads a short tag name where failure needs no reason.
    public init?(reading text: some StringProtocol) {
        var text = String(text)
        let parts = text.withUTF8 { bytes -> (PackagePath, SemanticVersion)? in
            guard let (name, version) = Self.parts(ofName: bytes), let path = PackagePath(reading: name)
            else { return nil }
            return (path, version)
        }
        guard let (path, version) = parts else { return nil }
        self.init(path: path, version: version)
    }

    /// The dotted name before the `@` of a short tag name, not looked at further, and the version behind it.
    package static func parts(
        ofName bytes: UnsafeBufferPointer<UInt8>
    ) -> (name: UnsafeBufferPointer<UInt8>, version: SemanticVersion)? {
        guard let at = bytes.lastIndex(of: 0x40),
            let version = SemanticVersion(reading: UnsafeBufferPointer(rebasing: bytes[(at + 1)...])),
            bytes[..<at].firstIndex(of: 0x2F) == nil
        else { return nil }
        return (UnsafeBufferPointer(rebasing: bytes[..<at]), version)
    }

    /// Whether a short tag name means to be a release: `<something>@<number.number.number>`, where the
    /// something begins with a root and a dot. Such a name is either a ``ReleaseTag`` or refused, never an
    /// ordinary tag.
    public static func looksLikeRelease(_ name: some StringProtocol) -> Bool {
        let name = String(name)
        guard let at = name.utf8.lastIndex(of: 0x40) else { return false }
        let numbers = name.utf8[name.utf8.index(after: at)...].split(
            separator: 0x2E, omittingEmptySubsequences: false)
        guard numbers.count == 3,
            numbers.allSatisfy({ !$0.isEmpty && $0.allSatisfy { (0x30...0x39).contains($0) } })
        else { return false }
        return PackageRoot.allCases.contains { root in name.utf8.starts(with: "\(root.rawValue).".utf8) }
    }

    /// The short name of the tag.
    public var name: String { "\(path.dottedName)@\(version)" }

    /// The full name of the tag's reference, `refs/tags/…`.
    public var referenceName: String { "refs/tags/\(name)" }

    /// The short name of the tag.
    public var description: String { name }

    /// Orders tags by package, then by version.
    public static func < (left: ReleaseTag, right: ReleaseTag) -> Bool {
        left.path == right.path ? left.version < right.version : left.path < right.path
    }
}
