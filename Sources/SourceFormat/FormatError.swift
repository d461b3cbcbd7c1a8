/// Why a text is not what it should be: a path, a name, a version, a tag, a lockfile.
public struct FormatError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of thing was wrong, stable for programs: `invalid_package_path`, `invalid_version`, …
    public let code: String
    /// What is wrong, with the offending text in it, safe to show on a terminal.
    public let message: String
    /// How to mend it, where there is one way to.
    public let remedy: String?

    /// Describes an error.
    public init(code: String, message: String, remedy: String? = nil) {
        self.code = code
        self.message = message
        self.remedy = remedy
    }

    /// The message, and the remedy after it.
    public var description: String { remedy.map { "\(message). \($0)" } ?? message }
}
