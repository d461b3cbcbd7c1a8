import CLibsodium

/// One file of the cache: secrets of one place that were put there in one go.
///
/// Integers are little-endian.
///
///     0    8   `eppage1` and a line feed
///     8   32   BLAKE2b-256 under the name key over the domain `eigenpal cache page 1`, the file's name, and the
///              BLAKE2b-256 of all bytes from offset 40 on, each as a part of a ``KeyedHash``
///     40   1   kind: 0 cached, 1 pending
///     41   4   number of records
///     45  24   for each record: its tag, 16 bytes; its time, 8 bytes, signed
///     then     `crypto_box_seal` of the payload (``PagePayload``) to the public key: 48 bytes and the payload's
///
/// The hash binds a page to its name, so that a file that was renamed, exchanged, cut or changed is refused before
/// anything in it is looked at. What is outside the seal tells how many secrets there are, when they were added and
/// how long they are together; nothing of what they are.
public struct SealedPage: Sendable {
    /// What a page is for.
    public enum Kind: UInt8, Sendable, Hashable {
        /// Plaintexts whose ciphertexts are in Git.
        case cached = 0
        /// Plaintexts that the server has not seen yet.
        case pending = 1
    }

    /// The most records a page may have.
    public static let maximumRecords = 100_000
    /// The most bytes a page may have: 64 MiB.
    public static let maximumSize = 64 << 20

    static let header = "eppage1\n"
    static let bodyOffset = 8 + Digest.count
    static let recordsOffset = bodyOffset + 5
    static let recordSize = PageTag.count + 8
    static let sealOverhead = 48

    /// What the page is for.
    public let kind: Kind
    /// The records as they are known without opening the page, in its order; times in seconds since 1970.
    public let tags: [(tag: PageTag, time: Int64)]

    private let bytes: [UInt8]
    private let sealedOffset: Int
    private let key: CachePublicKey

    /// The page of a file.
    ///
    /// - Parameter fileName: the name under which the file lies, as it was when the page was sealed.
    /// - Throws: ``SealingError/damaged(_:)`` for anything but a page of this key that was sealed under this name.
    public init(parsing bytes: [UInt8], fileName: String, key: CachePublicKey) throws(SealingError) {
        (kind, tags) = try bytes.withBytes { bytes throws(SealingError) in
            try Self.parse(bytes, fileName, key)
        }
        (self.bytes, self.key) = (bytes, key)
        sealedOffset = Self.recordsOffset + tags.count * Self.recordSize
    }

    private static func parse(
        _ bytes: UnsafeRawBufferPointer, _ fileName: String, _ key: CachePublicKey
    ) throws(SealingError) -> (Kind, [(tag: PageTag, time: Int64)]) {
        guard bytes.count <= maximumSize else { throw .tooLarge }
        var reader = ByteReader(bytes, problem: "the page was cut short, or is none")
        try reader.expect(header)
        let mac = Digest(bytes: try reader.take(Digest.count))
        guard mac == Self.mac(of: UnsafeRawBufferPointer(rebasing: bytes[bodyOffset...]), fileName, key)
        else {
            throw .damaged("the page was changed, renamed, or made for another key")
        }
        guard let kind = Kind(rawValue: try reader.integer()) else { throw reader.damage }
        let count = Int(try reader.integer(UInt32.self))
        // Nothing is reserved for records that cannot be there.
        guard count <= maximumRecords, count * recordSize + sealOverhead <= reader.remaining else {
            throw reader.damage
        }
        var tags: [(tag: PageTag, time: Int64)] = []
        tags.reserveCapacity(count)
        for _ in 0..<count {
            guard let tag = PageTag(bytes: try reader.take(PageTag.count)) else { throw reader.damage }
            tags.append((tag, try reader.integer()))
        }
        return (kind, tags)
    }

    static func mac(of body: UnsafeRawBufferPointer, _ fileName: String, _ key: CachePublicKey) -> Digest {
        let checksum = checksum(body)
        return KeyedHash(key: key.nameKey, domain: "eigenpal cache page 1").digest { parts in
            parts.append(fileName)
            parts.append(checksum)
        }
    }

    /// The tag of a secret. For many secrets of one place, ``PageTagger`` is faster.
    ///
    /// - Parameter digest: the digest of its ciphertext.
    public static func tag(place: PagePlace, name: String, digest: Digest, key: CachePublicKey) -> PageTag {
        PageTagger(place: place, key: key).tag(name: name, digest: digest)
    }

    /// The secrets of the page, in guarded memory.
    ///
    /// - Throws: ``SealingError/damaged(_:)`` where the page was sealed to another key, holds secrets of another
    ///   place, or is not inside what it is outside.
    public func open(with key: CacheSecretKey, place: PagePlace) throws(SealingError) -> OpenPage {
        try open(with: key) { $0 == place }
    }

    /// The secrets of the page, in guarded memory, whatever package they are of.
    ///
    /// - Parameter isWanted: whether the page's place, as it says itself inside of its seal, is one to be read.
    /// - Throws: ``SealingError/damaged(_:)`` where the page was sealed to another key, holds secrets of a place that
    ///   is not wanted, or is not inside what it is outside.
    public func open(
        with key: CacheSecretKey, where isWanted: (PagePlace) -> Bool
    ) throws(SealingError) -> OpenPage {
        let payload = try bytes.withBytes { bytes throws(SealingError) in
            let sealed = UnsafeRawBufferPointer(rebasing: bytes[sealedOffset...])
            return try SecretBytes(count: sealed.count - Self.sealOverhead) { target throws(SealingError) in
                let status = key.publicPart.boxKey.withPointer { publicKey in
                    key.bytes.withPointer { secretKey in
                        crypto_box_seal_open(
                            target.bytePointer, sealed.bytePointer, UInt64(sealed.count), publicKey, secretKey
                        )
                    }
                }
                guard status == 0 else { throw .damaged("the page's seal does not open with this key") }
            }
        }
        let (place, records) = try PagePayload.parse(payload)
        guard isWanted(place) else { throw .damaged("the page holds secrets of another place") }
        let tagger = PageTagger(place: place, key: self.key)
        guard records.count == tags.count,
            zip(records, tags).allSatisfy({ record, outside in
                record.time == outside.time
                    && tagger.tag(name: record.name, digest: record.digest) == outside.tag
            })
        else { throw .damaged("the page's records are not those that it says it has") }
        return OpenPage(kind: kind, place: place, records: records)
    }
}

/// The secrets of a page that was opened and checked.
public struct OpenPage: Sendable {
    /// What the page is for.
    public let kind: SealedPage.Kind
    /// Whose secrets it holds.
    public let place: PagePlace
    /// The secrets, in the page's order. Their values lie in one guarded block, which lives as long as any of them.
    public let records: [PageRecord]
}
