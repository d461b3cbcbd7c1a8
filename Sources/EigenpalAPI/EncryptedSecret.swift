/// A secret that the organization's server has sealed; safe to keep in Git.
public struct EncryptedSecret: Codable, Sendable, Hashable {
    /// The cipher: `aes-256-gcm`.
    public var algorithm: String
    /// The id of the organization's key that seals it.
    public var keyId: String
    /// The nonce in base64: 12 bytes.
    public var nonce: String
    /// The ciphertext in base64, as long as the secret.
    public var ciphertext: String
    /// The authentication tag in base64: 16 bytes.
    public var tag: String

    /// Describes a sealed secret.
    public init(
        algorithm: String = EncryptedSecret.aes256GCM, keyId: String, nonce: String, ciphertext: String,
        tag: String
    ) {
        self.algorithm = algorithm
        self.keyId = keyId
        self.nonce = nonce
        self.ciphertext = ciphertext
        self.tag = tag
    }

    /// The one algorithm that the API names.
    public static let aes256GCM = "aes-256-gcm"
}
