/// Makes the tags of the secrets of one place: keyed hashes that say, without opening a page, whether it holds the
/// plaintext of this very ciphertext.
public struct PageTagger: Sendable {
    private let hash: KeyedHash

    /// The tags of a place.
    public init(place: PagePlace, key: CachePublicKey) {
        // The place is hashed on its own, so that the parts of a tag are one block of the hash.
        let place = KeyedHash(key: key.nameKey, domain: "eigenpal cache tags 1").digest { $0.append(place) }
        hash = KeyedHash(key: key.nameKey, domain: "eigenpal cache tag 1") { $0.append(place) }
    }

    /// The tag of a secret.
    ///
    /// - Parameter digest: the digest of its ciphertext.
    public func tag(name: String, digest: Digest) -> PageTag {
        hash.tag { parts in
            parts.append(digest)
            parts.append(name)
        }
    }
}

extension KeyedHash.Parts {
    /// Adds a place as three parts.
    mutating func append(_ place: PagePlace) {
        append(place.host)
        append(place.organization)
        append(place.sourcePath)
    }
}
