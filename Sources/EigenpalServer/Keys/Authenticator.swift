import HTTPTypes
import Hummingbird

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
public struct Authenticator: Sendable {
    /// The ways of presenting an API key that an endpoint takes.
    public enum Schemes: Sendable {
        /// `Authorization: Bearer KEY`, for the API.
        case bearer
        /// Bearer, or Basic with the key as the password, for Git; its 401 asks for Basic.
        case bearerOrBasic
    }

    /// The key that a request was sent with, after counting the request against its limit.
    ///
    /// - Throws: 401 for a missing, unknown or revoked key, 429 beyond the limits.
    public func authenticate(
        _ request: Request, _ context: ServerRequestContext, accepting schemes: Schemes = .bearer
    ) async throws(APIError) -> APIKeyIdentity {
        throw APIError(.unauthorized, code: "invalid_api_key", "This API key is not valid.")
    }
}
