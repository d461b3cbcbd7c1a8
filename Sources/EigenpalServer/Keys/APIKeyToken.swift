import Crypto

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// An API key as its holder has it: `ep_<id>_<secret>`, where the id (16 characters of base32) finds the stored
/// key and the secret (52 characters, 256 random bits and 4 more) proves it.
///
/// The server keeps a SHA-256 of the whole, and nothing that the secret could be read from; a slow hash would
/// add nothing, because the secret is random and not a password.
public struct APIKeyToken: Sendable {
    /// The length of the id in characters.
    static let idLength = 16
    /// The length of the secret in characters.
    static let secretLength = 52

    /// The identifier of the stored key, `key_…`.
    public let keyID: String
    /// The whole key, as it is shown once.
    public let text: String

    /// A new key from the system's random source.
    public static func random() -> APIKeyToken {
        let id = Identifier.randomText(length: idLength)
        let secret = Identifier.randomText(length: secretLength)
        return APIKeyToken(id: id, text: "ep_\(id)_\(secret)")
    }

    /// Reads a key as a client sent it; nil when it does not have the form of one.
    public init?(parsing text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 3 + Self.idLength + 1 + Self.secretLength, text.hasPrefix("ep_"),
            bytes[3 + Self.idLength] == UInt8(ascii: "_")
        else { return nil }
        let id = bytes[3..<(3 + Self.idLength)]
        let secret = bytes[(3 + Self.idLength + 1)...]
        guard id.allSatisfy(Self.isBase32), secret.allSatisfy(Self.isBase32) else { return nil }
        self.init(id: String(decoding: id, as: UTF8.self), text: text)
    }

    private init(id: String, text: String) {
        keyID = Identifier.Kind.apiKey.rawValue + id
        self.text = text
    }

    /// What the store keeps of the key: 32 bytes.
    public var hash: [UInt8] { Array(digest) }

    /// Whether the stored hash is this key's, compared in constant time.
    public func matches(_ hash: [UInt8]) -> Bool {
        digest.withUnsafeBytes { digest in
            guard digest.count == hash.count else { return false }
            var difference: UInt8 = 0
            for (index, byte) in hash.enumerated() { difference |= digest[index] ^ byte }
            return difference == 0
        }
    }

    private var digest: SHA256.Digest {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(128)
        bytes.append(contentsOf: "eigenpal api key v1\u{0}".utf8)
        bytes.append(contentsOf: text.utf8)
        return SHA256.hash(data: bytes)
    }

    private static func isBase32(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "2")...UInt8(ascii: "7")).contains(byte)
    }
}
