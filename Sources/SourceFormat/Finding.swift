/// One thing that is wrong, or doubtful, in a file of the repository.
public struct Finding: Sendable, Hashable, Codable, CustomStringConvertible {
    /// Whether the finding stops a release.
    public enum Severity: String, Sendable, Hashable, Codable {
        /// The file breaks a rule.
        case error
        /// The file keeps the rules, and probably does not mean what it says.
        case warning
    }

    /// Whether the finding stops a release.
    public let severity: Severity
    /// The file, relative to the root of the repository.
    public let file: String
    /// The line, counted from 1; nil where the whole file is meant.
    public let line: Int?
    /// What kind of thing is wrong, stable for programs: `unknown_key`, `duplicate_key`, …
    public let code: String
    /// What is wrong, safe to show on a terminal.
    public let message: String
    /// How to mend it.
    public let remedy: String?

    /// Describes a finding.
    public init(
        severity: Severity = .error, file: String, line: Int? = nil, code: String, message: String,
        remedy: String? = nil
    ) {
        self.severity = severity
        self.file = file
        self.line = line
        self.code = code
        self.message = message
        self.remedy = remedy
    }

    /// Places an error in a file.
    public init(_ error: FormatError, severity: Severity = .error, file: String, line: Int? = nil) {
        self.init(
            severity: severity, file: file, line: line, code: error.code, message: error.message,
            remedy: error.remedy)
    }

    /// One line: `file:line: error: message. remedy`.
    public var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        return "\(place): \(severity.rawValue): \(remedy.map { "\(message). \($0)" } ?? message)"
    }
}

extension Sequence where Element == Finding {
    /// Whether any of the findings stops a release.
    public var containsErrors: Bool { contains { $0.severity == .error } }
}
