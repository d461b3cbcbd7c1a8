import Eigenpal
import EigenpalAPI

extension ToolError {
    /// What the server or the way to it refused, with what the server said and the command that helps.
    ///
    /// - Parameter account: whose key was sent, to name it in the next command.
    public init(_ error: EigenpalError, account: Account? = nil) {
        let tool = ToolVersion.name
        let server = account?.address.origin ?? "the server"
        let profile = account?.profileName.map { " --profile \($0)" } ?? ""
        switch error {
        case .authentication(let failure):
            self.init(
                "\(server) refused this API key", details: Self.said(failure, past: 0),
                next: account?.profileName == nil && account != nil
                    ? "\(tool) auth status" : "\(tool) auth login\(profile)")
        case .forbidden(let failure):
            self.init(Self.message(failure, "\(server) does not allow this"), details: Self.said(failure))
        case .validation(let failure), .conflict(let failure):
            self.init(Self.message(failure, "\(server) refused the request"), details: Self.said(failure))
        case .notFound(let failure):
            self.init(Self.message(failure, "\(server) does not know this"), details: Self.said(failure))
        case .rateLimited(let failure, let retryAfter):
            let wait =
                retryAfter.map { "try again in \(max($0.components.seconds, 1)) s" } ?? "try again later"
            self.init(
                "\(server) gets too many requests with this API key; \(wait)",
                details: failure.requestID.map { ["request \($0)"] } ?? [])
        case .server(let failure):
            self.init(
                "\(server) failed (\(failure.status.map(String.init) ?? "no status"))",
                details: Self.said(failure, past: 0), next: "\(tool) doctor")
        case .timeout:
            self.init("\(server) did not answer in time", next: "\(tool) doctor")
        case .unreachable(let baseURL, let reason):
            self.init("\(baseURL) cannot be reached: \(reason)", next: "\(tool) doctor")
        case .tls(let baseURL, let reason):
            self.init(
                "the connection to \(baseURL) is not trusted: \(reason)",
                details: ["a private certificate authority is given by --ca-file or EIGENPAL_CA_FILE"])
        case .notJSON(let baseURL, let status, let contentType):
            self.init(
                "\(baseURL) did not answer as an EigenPal server does: "
                    + "status \(status), \(contentType ?? "no content type")",
                details: ["is it the base URL of the API, and is there a proxy between?"],
                next: "\(tool) auth status")
        case .cancelled:
            self.init("interrupted")
        default:
            self.init("\(error)")
        }
    }

    private static func message(_ failure: Failure, _ otherwise: String) -> String {
        if let issues = failure.envelope?.issues, let first = issues.first { return first.message }
        return failure.message.isEmpty ? otherwise : failure.message
    }

    /// The server's issues past the one that is the message, its hint, and the request's id.
    private static func said(_ failure: Failure, past shown: Int = 1) -> [String] {
        var lines: [String] = []
        for issue in (failure.envelope?.issues ?? []).dropFirst(shown) {
            lines.append(issue.field.isEmpty ? issue.message : "\(issue.field): \(issue.message)")
        }
        if let hint = failure.envelope?.hint { lines.append(hint) }
        if let id = failure.requestID { lines.append("request \(id)") }
        return lines
    }
}
