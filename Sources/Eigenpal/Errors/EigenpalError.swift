import EigenpalAPI

/// Why a request, or the making of a client, failed.
///
/// ```swift
/// do {
///     let agent = try await client.agents.get("invoice").agent
/// } catch EigenpalError.notFound {
///     print("there is no such agent")
/// } catch EigenpalError.rateLimited(_, let retryAfter) {
///     try await Task.sleep(for: retryAfter ?? .seconds(1))
/// }
/// ```
///
/// No error shows the API key.
public enum EigenpalError: Error, Sendable, Hashable {
    /// 400: the request is not valid; the envelope's issues say why.
    case validation(Failure)
    /// 401: the API key is missing, wrong or revoked.
    case authentication(Failure)
    /// 403: the key may not do this.
    case forbidden(Failure)
    /// 404: there is no such thing.
    case notFound(Failure)
    /// 409: the request is against the state of things.
    case conflict(Failure)
    /// 429: too many requests; after `retryAfter`, where the server says it, the next one may work.
    case rateLimited(Failure, retryAfter: Duration?)
    /// 5xx: the server, or a gateway before it, failed.
    case server(Failure)
    /// The answer did not come in time.
    case timeout(Failure)
    /// Any other status outside 2xx. Redirects are such: the key must not travel.
    case unexpectedStatus(Failure)
    /// The answer has the status of success and is not what the API documents.
    case decoding(Failure)
    /// The answer is not JSON where JSON is due: the base URL is another program's, or a proxy stands between.
    case notJSON(baseURL: String, status: Int, contentType: String?)
    /// The answer is larger than the client holds in memory; the limit is in bytes.
    case responseTooLarge(baseURL: String, limit: Int)
    /// The server could not be reached, or the connection broke.
    case unreachable(baseURL: String, reason: String)
    /// The server's certificate is not to be trusted, or TLS failed.
    case tls(baseURL: String, reason: String)
    /// The client cannot be made, or not be used, with these settings.
    case invalidConfiguration(String)
    /// The request cannot be sent with these arguments.
    case invalidArgument(String)
    /// A file of this machine cannot be read or written.
    case file(path: String, reason: String)
    /// The task was cancelled.
    case cancelled

    /// What the server answered a request that failed, or what is known of it.
    public struct Failure: Sendable, Hashable {
        /// The method and path of the request, such as `GET /api/v1/source/releases`.
        public var request: String
        /// The HTTP status; nil where there was no answer.
        public var status: Int?
        /// The request's id, from the `x-request-id` header or the envelope.
        public var requestID: String?
        /// The error envelope; nil where the answer holds none.
        public var envelope: APIErrorEnvelope?
        /// The body as it came, envelope or not; nil where it is not JSON.
        public var body: JSONValue?
        /// What happened, for people.
        public var message: String
        /// How long the server asks to wait before the next request; nil where it does not say.
        public var retryAfter: Duration?

        /// Describes a failure.
        public init(
            request: String, status: Int? = nil, requestID: String? = nil, envelope: APIErrorEnvelope? = nil,
            body: JSONValue? = nil, message: String, retryAfter: Duration? = nil
        ) {
            self.request = request
            self.status = status
            self.requestID = requestID
            self.envelope = envelope
            self.body = body
            self.message = message
            self.retryAfter = retryAfter
        }
    }
}

extension EigenpalError {
    /// What the server answered; nil for errors that are no answer of the API.
    public var failure: Failure? {
        switch self {
        case .validation(let failure), .authentication(let failure), .forbidden(let failure),
            .notFound(let failure), .conflict(let failure), .rateLimited(let failure, _),
            .server(let failure),
            .timeout(let failure), .unexpectedStatus(let failure), .decoding(let failure):
            failure
        case .notJSON, .responseTooLarge, .unreachable, .tls, .invalidConfiguration, .invalidArgument,
            .file, .cancelled:
            nil
        }
    }

    /// The HTTP status; nil where there was no answer.
    public var status: Int? {
        if case .notJSON(_, let status, _) = self { status } else { failure?.status }
    }

    /// The request's id; nil where the answer, if any, has none.
    public var requestID: String? { failure?.requestID }

    /// The error envelope; nil where there is none.
    public var envelope: APIErrorEnvelope? { failure?.envelope }

    /// The reasons of the envelope; empty where there are none.
    public var issues: [APIErrorIssue] { envelope?.issues ?? [] }

    /// How long to wait before the next request, where the server says it.
    public var retryAfter: Duration? {
        if case .rateLimited(_, let retryAfter?) = self { retryAfter } else { failure?.retryAfter }
    }
}
