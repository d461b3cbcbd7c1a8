import CLibsodium

extension SealedPage {
    /// The bytes of a page of these secrets. Needs no unlocking.
    ///
    /// The plaintexts are put together in guarded memory, and leave it encrypted.
    ///
    /// - Parameter fileName: the name under which the file will lie; the page is good under no other.
    /// - Throws: ``SealingError/tooLarge``; ``SealingError/damaged(_:)`` for a public key that nothing can be sealed
    ///   to; ``SealingError/outOfMemory(bytes:)``.
    public static func seal(
        _ records: [PageRecord], place: PagePlace, kind: Kind, fileName: String, key: CachePublicKey
    ) throws(SealingError) -> [UInt8] {
        guard records.count <= maximumRecords else { throw .tooLarge }
        var size = ByteWriter()
        PagePayload.write(records, place, to: &size)
        guard recordsOffset + records.count * recordSize + sealOverhead + size.count <= maximumSize else {
            throw .tooLarge
        }
        let payload = try SecretBytes(count: size.count) { target in
            var writer = ByteWriter(into: target)
            PagePayload.write(records, place, to: &writer)
        }
        let tagger = PageTagger(place: place, key: key)
        let tags = records.map { (tagger.tag(name: $0.name, digest: $0.digest), $0.time) }
        return try seal(payload, tags: tags, kind: kind.rawValue, fileName: fileName, key: key)
    }

    /// The bytes of a page, whatever is in it.
    static func seal(
        _ payload: SecretBytes, tags: [(tag: PageTag, time: Int64)], kind: UInt8, fileName: String,
        key: CachePublicKey
    ) throws(SealingError) -> [UInt8] {
        let sealedOffset = recordsOffset + tags.count * recordSize
        var page = [UInt8](repeating: 0, count: sealedOffset + sealOverhead + payload.count)
        try page.withMutableBytes { page throws(SealingError) in
            var writer = ByteWriter(into: page)
            writer.append(header)
            // The hash's place, until there is something to hash.
            writer.append(UnsafeRawBufferPointer(rebasing: page[writer.count..<bodyOffset]))
            writer.append(kind)
            writer.append(UInt32(truncatingIfNeeded: tags.count))
            for (tag, time) in tags {
                tag.withBytes { writer.append($0) }
                writer.append(time)
            }
            try seal(payload, into: UnsafeMutableRawBufferPointer(rebasing: page[sealedOffset...]), key)
            let mac = mac(of: UnsafeRawBufferPointer(rebasing: page[bodyOffset...]), fileName, key)
            mac.withBytes {
                UnsafeMutableRawBufferPointer(rebasing: page[header.utf8.count..<bodyOffset]).copyMemory(
                    from: $0)
            }
        }
        return page
    }

    private static func seal(
        _ payload: SecretBytes, into target: UnsafeMutableRawBufferPointer, _ key: CachePublicKey
    ) throws(SealingError) {
        let status = key.boxKey.withPointer { publicKey in
            payload.withBytes {
                crypto_box_seal(target.bytePointer, $0.bytePointer, UInt64($0.count), publicKey)
            }
        }
        guard status == 0 else { throw .damaged("nothing can be sealed to the public key") }
    }
}
