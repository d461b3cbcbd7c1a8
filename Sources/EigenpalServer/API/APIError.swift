import HTTPTypes
import Hummingbird

/// A request's refusal or failure, as the client is told it: a status and the issues of the error envelope.
public struct APIError: Error, Sendable, Hashable {
    /// One reason.
    public struct Issue: Sendable, Hashable {
        /// The field, query parameter or header it is about; `<root>` for the request as a whole.
        public var field: String
        /// The reason for people.
        public var message: String
        /// The reason for programs, in snake case; docs/server.md lists them.
        public var code: String

        /// Describes one reason.
        public init(field: String, code: String, message: String) {
            // A client may have given a field the name of nothing.
            self.field = field.isEmpty ? "<root>" : field
            self.code = code
            self.message = message
        }
    }

    /// The HTTP status.
    public var status: HTTPResponse.Status
    /// The reasons, at least one.
    public var issues: [Issue]
    /// What to do about it.
    public var hint: String?
    /// Header fields of the answer, such as `Retry-After` and `WWW-Authenticate`.
    public var headers: HTTPFields
    /// The value of a top-level `error` beside the envelope, where the API documents one.
    public var legacyMessage: String?
    /// What lies behind it, for the log alone.
    public var cause: String?

    /// Describes a refusal with one reason.
    public init(
        _ status: HTTPResponse.Status, code: String, field: String = "<root>", _ message: String,
        hint: String? = nil, headers: HTTPFields = [:]
    ) {
        self.init(
            status, issues: [Issue(field: field, code: code, message: message)], hint: hint, headers: headers)
    }

    /// Describes a refusal with several reasons.
    public init(
        _ status: HTTPResponse.Status, issues: [Issue], hint: String? = nil, headers: HTTPFields = [:]
    ) {
        self.status = status
        self.issues = issues
        self.hint = hint
        self.headers = headers
    }
}
