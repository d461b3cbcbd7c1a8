/// An encrypted secret, as bytes: what the wire and `secrets.enc.yaml` carry in base64.
public struct SealedSecret: Sendable, Hashable {
    /// The name of the one cipher: AES-256 in Galois/counter mode.
    public static let algorithm = "aes-256-gcm"
    /// The length of a nonce in bytes.
    public static let nonceLength = 12
    /// The length of an authentication tag in bytes.
    public static let tagLength = 16

    /// The encryption key's identifier, `ek_…`.
    public var keyID: String
    /// 12 random bytes.
    public var nonce: [UInt8]
    /// As many bytes as the plaintext.
    public var ciphertext: [UInt8]
    /// 16 bytes.
    public var tag: [UInt8]

    /// Gathers the parts.
    public init(keyID: String, nonce: [UInt8], ciphertext: [UInt8], tag: [UInt8]) {
        self.keyID = keyID
        self.nonce = nonce
        self.ciphertext = ciphertext
        self.tag = tag
    }
}
