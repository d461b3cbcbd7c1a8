/// Whose API key a request carries: the answer of `GET /api/v1/auth/check`.
public struct AuthCheck: Codable, Sendable, Hashable {
    /// Always true: a key that is not valid is answered 401.
    public var ok: Bool
    /// The key's id, which is no secret.
    public var keyId: String
    /// The address of the person whom the key belongs to.
    public var email: String?
    /// The name of that person, or of the key.
    public var name: String?

    /// Describes a key.
    public init(ok: Bool = true, keyId: String, email: String? = nil, name: String? = nil) {
        self.ok = ok
        self.keyId = keyId
        self.email = email
        self.name = name
    }
}
