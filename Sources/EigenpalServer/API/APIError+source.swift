import Git
import HTTPTypes
import SourceFormat
import SourceRepository

extension APIError {
    /// The repository is locked by a push that takes long.
    static var repositoryBusy: APIError {
        APIError(
            .serviceUnavailable, code: "repository_busy", "A push to the repository is under way; try again.",
            headers: [.retryAfter: "2"])
    }

    /// What an error of the floors below means for a request.
    init(anyOf error: any Error) {
        switch error {
        case let error as APIError: self = error
        case let error as SourceRepositoryError: self.init(error)
        case let error as GitError: self.init(error)
        case let error as FormatError: self.init(error, field: "<root>")
        case let error as StoreError: self.init(error)
        default:
            self = .http(.internalServerError)
            cause = "\(error)"
        }
    }

    /// What a piece of the grammar that does not parse means, and in which field it stood.
    init(_ error: FormatError, field: String, status: HTTPResponse.Status = .badRequest) {
        self.init(status, code: error.code, field: field, error.message, hint: error.remedy)
    }

    /// What an error of the source repository means for a request.
    init(_ error: SourceRepositoryError) {
        switch error {
        case .git(let error): self.init(error)
        case .format(let error): self.init(error, field: "<root>")
        case .resolution(let error): self.init(error, field: "packageRef")
        case .tooLarge(let path, _):
            self.init(
                .badRequest, code: "file_too_large", field: "path", "\(error)", hint: "Read \(path) with git."
            )
        case .busy: self = .repositoryBusy
        case .alreadyExists, .notADirectory:
            self.init(.badRequest, code: "path_taken", field: "slug", "\(error)")
        case .unreadable, .unwritable:
            self = .http(.internalServerError)
            cause = "\(error)"
        }
    }

    /// What an error of Git means for a request: nothing that a client could mend.
    init(_ error: GitError) {
        switch error {
        case .diskFull:
            self.init(
                HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage"), code: "disk_full",
                "The server's disk is full; nothing was changed.")
        case .locked: self = .repositoryBusy
        default: self = .http(.internalServerError)
        }
        cause = "\(error)"
    }

    /// What a package reference that does not resolve means: one issue for what is wrong, and one for each finding in
    /// a manifest on the way.
    init(_ error: ResolutionError, field: String) {
        var issues = [Issue(field: field, code: error.code.rawValue, message: error.message)]
        for finding in error.findings where finding.severity == .error {
            issues.append(Issue(field: finding.file, code: finding.code, message: finding.message))
        }
        self.init(.badRequest, issues: issues, hint: error.remedy)
    }
}
