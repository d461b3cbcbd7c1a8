/// Where a secret belongs: what its ciphertext is bound to, so that a copy of it anywhere else does not decrypt.
public struct SecretBinding: Sendable, Hashable {
    /// The organization's identifier.
    public let organization: String
    /// The secrets file, `<package path>/secrets.enc.yaml`.
    public let sourcePath: String
    /// The secret's name in that file.
    public let secretName: String

    /// Names the place of a secret.
    public init(organization: String, sourcePath: String, secretName: String) {
        self.organization = organization
        self.sourcePath = sourcePath
        self.secretName = secretName
    }

    /// The associated data of the cipher: the format's name, then each part with its length before it, so that no
    /// two places share one encoding.
    var associatedData: [UInt8] { fileData + lengthPrefixed([secretName]) }

    /// What all secrets of one file have in common of it.
    var fileData: [UInt8] { lengthPrefixed(["eigenpal secret v1", organization, sourcePath]) }
}

/// Each part's UTF-8 after its length in four bytes, the highest first.
func lengthPrefixed(_ parts: [String]) -> [UInt8] {
    var bytes: [UInt8] = []
    for part in parts { append(lengthPrefixed: part, to: &bytes) }
    return bytes
}

/// Adds a part's UTF-8 after its length in four bytes, the highest first.
func append(lengthPrefixed part: String, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: UInt32(part.utf8.count).bigEndian) { bytes.append(contentsOf: $0) }
    bytes.append(contentsOf: part.utf8)
}
