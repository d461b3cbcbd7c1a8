import HTTPTypes
import Hummingbird
import Logging

/// The API key that a request was sent with.
public struct APIKeyIdentity: Sendable, Hashable {
    /// The key's identifier, `key_…`.
    public let keyID: String
    /// The name it was created with.
    public let name: String
    /// The organization it belongs to.
    public let organization: Organization
}

/// Tells who sent a request, and whether they may send another: credentials, then the limits.
///
/// The key is read from the store for each request, so that a revoked one stops at once, whichever process
/// revoked it.
public struct Authenticator: Sendable {
    /// The ways of presenting an API key that an endpoint takes.
    public enum Schemes: Sendable {
        /// `Authorization: Bearer KEY`, for the API.
        case bearer
        /// Bearer, or Basic with the key as the password, for Git; its 401 asks for Basic.
        case bearerOrBasic
    }

    private let organization: Organization
    private let store: any ServerStore
    private let requests: RateLimiter
    private let failures: RateLimiter

    /// An authenticator of an organization's keys with these limits.
    public init(organization: Organization, store: any ServerStore, limits: ServerConfiguration.Limits) {
        self.organization = organization
        self.store = store
        requests = RateLimiter(perMinute: limits.requestsPerMinute)
        failures = RateLimiter(perMinute: limits.failedAuthenticationsPerMinute)
    }

    /// The key that a request was sent with, after counting the request against its limit.
    ///
    /// - Throws: 401 for a missing, unknown or revoked key, 429 beyond the limits.
    public func authenticate(
        _ request: Request, _ context: ServerRequestContext, accepting schemes: Schemes = .bearer
    ) async throws(APIError) -> APIKeyIdentity {
        guard let field = request.headers.value(.authorization) else {
            throw Self.refusal(schemes, "missing_api_key", "This request has no API key.")
        }
        let presented: String
        switch (Credentials(authorization: field), schemes) {
        case (.bearer(let key), _), (.basic(let key), .bearerOrBasic): presented = key
        default:
            throw refused(
                context, schemes, "invalid_authorization", "The Authorization field has no API key.")
        }
        guard let token = APIKeyToken(parsing: presented) else {
            throw refused(context, schemes, "invalid_api_key", "This API key is not valid.")
        }
        let stored: APIKey?
        do { stored = try await store.apiKey(token.keyID) } catch { throw APIError(error) }
        // An unknown key costs a comparison too, so that time does not tell which identifiers exist.
        let isMatch = token.matches(stored?.hash ?? [UInt8](repeating: 0, count: 32))
        guard let stored, isMatch else {
            throw refused(context, schemes, "invalid_api_key", "This API key is not valid.")
        }
        guard stored.revokedAt == nil else {
            throw refused(context, schemes, "api_key_revoked", "This API key was revoked.")
        }
        if let seconds = requests.take(stored.id) {
            throw Self.tooMany(
                seconds, "rate_limited", "This API key has made too many requests; try again in \(seconds) s."
            )
        }
        await noteUse(of: stored, context)
        return APIKeyIdentity(keyID: stored.id, name: stored.name, organization: organization)
    }

    private func noteUse(of key: APIKey, _ context: ServerRequestContext) async {
        let now = Timestamp.now
        let earliest = Timestamp(milliseconds: now.milliseconds - 60_000)
        if let last = key.lastUsedAt, last > earliest { return }
        do {
            try await store.noteUse(ofAPIKey: key.id, at: now, unlessAfter: earliest)
        } catch {
            // Not worth refusing a request for.
            context.log.warning(
                "last use not stored", metadata: ["key": "\(key.id)", "error": "\(error)"])
        }
    }

    /// The refusal of credentials that were presented; each counts against the client's address.
    private func refused(
        _ context: ServerRequestContext, _ schemes: Schemes, _ code: String, _ message: String
    ) -> APIError {
        if let seconds = failures.take(context.clientAddress) {
            return Self.tooMany(
                seconds, "too_many_failed_authentications",
                "Too many refused credentials came from this address; try again in \(seconds) s.")
        }
        return Self.refusal(schemes, code, message)
    }

    private static func refusal(_ schemes: Schemes, _ code: String, _ message: String) -> APIError {
        let challenge: String
        let hint: String
        switch schemes {
        case .bearer:
            challenge = #"Bearer realm="eigenpal""#
            hint = "Send `Authorization: Bearer <API key>`; `eigenpal-server keys create` makes a key."
        case .bearerOrBasic:
            challenge = #"Basic realm="eigenpal", charset="UTF-8""#
            hint = "The user is `eigenpal`, the password an API key; `eigenpal-server keys create` makes one."
        }
        return APIError(
            .unauthorized, code: code, field: "authorization", message, hint: hint,
            headers: [.wwwAuthenticate: challenge])
    }

    private static func tooMany(_ seconds: Int, _ code: String, _ message: String) -> APIError {
        APIError(.tooManyRequests, code: code, message, headers: [.retryAfter: "\(seconds)"])
    }
}
