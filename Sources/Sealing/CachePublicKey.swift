import CLibsodium

/// What it takes to add to the cache and to name its files: the X25519 public key that secrets are sealed to, and the
/// key of the names.
///
/// It opens nothing, but is kept private: whoever has it can tell whether a secret is cached, and can add entries
/// that look like the user's own.
public struct CachePublicKey: Sendable, Equatable {
    /// The number of bytes of an X25519 key.
    static let boxKeyCount = 32

    let boxKey: SecretPart
    let nameKey: NameKey

    /// The name of the store of an organization: 32 hexadecimal digits.
    public func storeName(host: String, organization: String) -> String {
        KeyedHash(key: nameKey, domain: "eigenpal cache store 1").tag { parts in
            parts.append(host)
            parts.append(organization)
        }.description
    }

    /// How the names of a place's pages begin: 32 hexadecimal digits and a hyphen.
    public func pagePrefix(of place: PagePlace) -> String {
        KeyedHash(key: nameKey, domain: "eigenpal cache place 1").tag { parts in
            parts.append(place)
        }.description + "-"
    }

    /// A name that no page has yet: the place's prefix and 16 random hexadecimal digits.
    public func newPageName(for place: PagePlace) -> String {
        var random: UInt64 = 0
        return pagePrefix(of: place)
            + withUnsafeMutableBytes(of: &random) { bytes in
                if let base = bytes.baseAddress { randombytes_buf(base, bytes.count) }
                return hexText(UnsafeRawBufferPointer(bytes))
            }
    }

    /// The prefix of a page's name, as ``pagePrefix(of:)`` gives it; nil for what can be no page's name.
    public static func pagePrefix(ofName name: String) -> String? {
        let bytes = Array(name.utf8)
        let prefixCount = 2 * PageTag.count + 1
        guard bytes.count == prefixCount + 16, bytes[prefixCount - 1] == UInt8(ascii: "-") else { return nil }
        let digits = bytes[..<(prefixCount - 1)] + bytes[prefixCount...]
        guard digits.allSatisfy({ 0x30...0x39 ~= $0 || 0x61...0x66 ~= $0 }) else { return nil }
        return String(decoding: bytes[..<prefixCount], as: UTF8.self)
    }
}

extension CachePublicKey: CustomStringConvertible, CustomReflectable {
    /// What this is, never the keys.
    public var description: String { "CachePublicKey" }

    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension CachePublicKey {
    /// A digest of a file's bytes that says nothing to whoever lacks the key; quicker than SHA-256 on large files.
    public func digest(ofFile bytes: [UInt8]) -> Digest {
        KeyedHash(key: nameKey, domain: "eigenpal cache file 1").digest { parts in
            bytes.withUnsafeBytes { parts.append($0) }
        }
    }
}
