/// A secret as the server encrypted it: AES-256-GCM under one of the organization's keys.
public struct SealedValue: Sendable, Hashable, Codable {
    /// The only algorithm there is.
    public static let algorithm = "aes-256-gcm"
    /// The names of the fields, in the order in which they are written.
    public static let fieldNames = ["algorithm", "keyId", "nonce", "ciphertext", "tag"]

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

    /// The fields as they are written, in order.
    var fields: [(name: String, value: String)] {
        [
            ("algorithm", algorithm), ("keyId", keyId), ("nonce", nonce), ("ciphertext", ciphertext),
            ("tag", tag),
        ]
    }

    /// The value as bytes that no other value has, to be hashed: the fields in their order, each in UTF-8 behind
    /// its length as 4 bytes, the highest first.
    public var canonicalBytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(
            algorithm.utf8.count + keyId.utf8.count + nonce.utf8.count + ciphertext.utf8.count
                + tag.utf8.count + 20)
        func append(_ text: String) {
            let length = UInt32(truncatingIfNeeded: text.utf8.count)
            for shift in [24, 16, 8, 0] as [UInt32] {
                bytes.append(UInt8(truncatingIfNeeded: length >> shift))
            }
            bytes.append(contentsOf: text.utf8)
        }
        append(algorithm)
        append(keyId)
        append(nonce)
        append(ciphertext)
        append(tag)
        return bytes
    }

    /// What is wrong with the fields; empty where nothing is. No message holds a value.
    public var problems: [(field: String, message: String)] {
        var problems: [(String, String)] = []
        if algorithm != Self.algorithm {
            problems.append(("algorithm", "algorithm must be \(Self.algorithm)"))
        }
        if keyId.isEmpty || keyId.utf8.count > 255 || keyId.utf8.contains(where: { $0 < 0x21 || $0 > 0x7E }) {
            problems.append(("keyId", "keyId must be 1 to 255 visible ASCII characters"))
        }
        if Base64.byteCount(of: nonce) != 12 {
            problems.append(("nonce", "nonce must be 12 bytes in base64"))
        }
        if Base64.byteCount(of: ciphertext) == nil {
            problems.append(("ciphertext", "ciphertext must be base64"))
        }
        if Base64.byteCount(of: tag) != 16 { problems.append(("tag", "tag must be 16 bytes in base64")) }
        return problems
    }
}
