/// A secret as the server encrypted it: AES-256-GCM under one of the organization's keys.
public struct SealedValue: Sendable, Hashable, Codable {
    /// The only algorithm there is.
    public static let algorithm = "aes-256-gcm"

    /// `aes-256-gcm`.
    public let algorithm: String
    /// Which of the organization's keys.
    public let keyId: String
    /// 12 bytes, in base64.
    public let nonce: String
    /// The ciphertext, as long as the secret, in base64.
    public let ciphertext: String
    /// 16 bytes, in base64.
    public let tag: String

    /// Describes a secret.
    public init(algorithm: String = algorithm, keyId: String, nonce: String, ciphertext: String, tag: String)
    {
        self.algorithm = algorithm
        self.keyId = keyId
        self.nonce = nonce
        self.ciphertext = ciphertext
        self.tag = tag
    }

    /// What is wrong with the fields, none of their values among it; empty where nothing is.
    public var problems: [(field: String, message: String)] { [] }
}
