import Eigenpal
import EigenpalAPI
import Git
import Running
import SourceFormat
import SourceRepository

extension ToolError {
    /// A text that is not what it should be, with how to mend it.
    ///
    /// - Parameter exitCode: 2 where the text was typed.
    public init(_ error: FormatError, exitCode: Int32 = 1) {
        self.init(error.message, details: error.remedy.map { [$0] } ?? [], exitCode: exitCode)
    }

    /// What is wrong with the repository's packages.
    public init(_ error: SourceRepositoryError) {
        switch error {
        case .git(let error): self.init(error)
        case .format(let error): self.init(error)
        case .resolution(let error):
            self.init(error.message, details: error.findings.map(\.oneLine))
        default: self.init("\(error)")
        }
    }

    /// Why a run could not be carried out here.
    public init(_ error: RunningError) {
        self.init(error.message, details: error.next.map { [$0] } ?? [])
    }

    /// Findings that stop a verb, each on a line of its own.
    public init(_ findings: [Finding]) {
        let errors = findings.filter { $0.severity == .error }
        self.init(
            "\(errors.count) \(errors.count == 1 ? "problem" : "problems") found",
            details: findings.map(\.oneLine),
            next: "\(ToolVersion.name) validate")
    }

    /// Whatever the rooms below throw.
    public init(translating error: any Error, account: Account? = nil) {
        switch error {
        case let error as ToolError: self = error
        case let error as EigenpalError: self.init(error, account: account)
        case let error as GitError: self.init(error)
        case let error as SourceRepositoryError: self.init(error)
        case let error as FormatError: self.init(error)
        case let error as RunningError: self.init(error)
        case is CancellationError: self.init("interrupted", exitCode: 1)
        default: self.init("\(error)")
        }
    }
}

extension Finding {
    /// File, line, what is wrong, how to mend it, on one line.
    fileprivate var oneLine: String {
        let place = line.map { "\(file):\($0)" } ?? file
        return "\(place): \(message)" + (remedy.map { " (\($0))" } ?? "")
    }
}
