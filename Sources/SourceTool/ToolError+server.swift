import Eigenpal
import EigenpalAPI

extension ToolError {
    /// What the server or the way to it refused, with what the server said and the command that helps.
    ///
    /// - Parameter account: whose key was sent, to name its server and profile.
    public init(_ error: EigenpalError, account: Account? = nil) {
        let tool = ToolVersion.name
        let server = account?.address.origin ?? "the server"
        switch error {
        case .authentication:
            if case .environment(let variable)? = account?.source {
                self.init(
                    "\(server) refused the API key of \(variable)",
                    next: "unset \(variable); \(tool) auth login")
            } else {
                let profile = account?.profileName.map { " --profile \($0)" } ?? ""
                self.init("\(server) refused this API key", next: "\(tool) auth login\(profile)")
            }
        case .validation(let failure), .conflict(let failure), .notFound(let failure),
            .forbidden(let failure):
            self.init(failure.message, details: Self.furtherIssues(error) + Self.hint(error))
        case .rateLimited(_, let retryAfter):
            let wait =
                retryAfter.map { "try again in \(max($0.components.seconds, 1)) s" } ?? "try again later"
            self.init("\(server) gets too many requests with this API key; \(wait)")
        case .server(let failure):
            self.init(
                "\(server) failed: \(failure.message)", details: Self.hint(error) + Self.request(failure),
                next: "\(tool) doctor")
        case .timeout(let failure):
            self.init(
                "\(server) did not answer in time", details: Self.request(failure), next: "\(tool) doctor")
        case .unexpectedStatus(let failure), .decoding(let failure):
            self.init(failure.message, details: Self.request(failure))
        case .notJSON(let baseURL, let status, let contentType):
            self.init(
                "\(baseURL) does not answer as an EigenPal server does: status \(status), "
                    + (contentType ?? "no content type"),
                details: ["is it the base URL of the API, or does a proxy stand between?"],
                next: "\(tool) auth status")
        case .unreachable(let baseURL, let reason):
            self.init("\(baseURL) cannot be reached: \(reason)", next: "\(tool) doctor")
        case .tls(let baseURL, let reason):
            self.init(
                "the connection to \(baseURL) is not to be trusted: \(reason)",
                details: ["a private certificate authority is given by --ca-file or EIGENPAL_CA_FILE"])
        case .cancelled:
            self.init("interrupted")
        default:
            self.init("\(error)")
        }
    }

    /// What is not there, with the command that lists what is, in place of the server's hint, which speaks of its API. Of
    /// anything else that is missing that hint helps.
    ///
    /// - Parameters:
    ///   - field: what the server calls the thing asked about: it is meant where the answer names none.
    ///   - lists: the commands, by what the server calls the things that they list.
    init(_ failure: EigenpalError.Failure, isAbout field: String, lists: [String: String]) {
        self.init(EigenpalError.notFound(failure))
        guard let command = lists[failure.envelope?.issues.first?.field ?? field] else { return }
        next = "\(ToolVersion.name) \(command)"
        details.removeAll { $0 == failure.envelope?.hint }
    }

    /// The issues past the first, which is the message.
    private static func furtherIssues(_ error: EigenpalError) -> [String] {
        error.issues.dropFirst().map { issue in
            issue.field.isEmpty || issue.field == "<root>"
                ? issue.message : "\(issue.field): \(issue.message)"
        }
    }

    private static func hint(_ error: EigenpalError) -> [String] {
        [error.envelope?.hint, error.envelope?.docsUrl].compactMap(\.self)
    }

    /// What to name when asking about a failure that is not the caller's.
    private static func request(_ failure: EigenpalError.Failure) -> [String] {
        [failure.request + (failure.requestID.map { ", request \($0)" } ?? "")]
    }
}
