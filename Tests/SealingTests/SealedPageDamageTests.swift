import TestSupport
import Testing

@testable import Sealing

@Suite struct SealedPageDamageTests {
    @Test func everyChangeIsFound() throws {
        let sample = try Sample()
        let bytes = try sample.seal(try sample.records())
        bytes.withEachBitFlipped { changed, position in
            let error = failure { try sample.parse(changed) }
            #expect(error?.isDamage == true, "a bit of byte \(position)")
        }
        for count in 0..<bytes.count {
            let error = failure { try sample.parse(Array(bytes[..<count])) }
            #expect(error?.isDamage == true, "the first \(count) bytes")
        }
        for extra in [[0], bytes] as [[UInt8]] {
            #expect(failure { try sample.parse(bytes + extra) }?.isDamage == true)
            #expect(failure { try sample.parse(extra + bytes) }?.isDamage == true)
        }
    }

    @Test func aPageBelongsToItsNameKeyAndPlace() throws {
        let (sample, other) = (try Sample(), try Sample())
        let bytes = try sample.seal(try sample.records())
        for (name, key) in [
            ("another page", sample.publicKey), ("", sample.publicKey), (sample.fileName, other.publicKey),
        ] {
            let error = failure {
                try SealedPage(parsing: bytes, fileName: name, key: key)
            }
            #expect(error?.isDamage == true)
        }
        let page = try sample.parse(bytes)
        #expect(
            failure { try page.open(with: other.key, place: sample.place) }?
                .isDamage == true)
        let place = sample.place
        for wrong in [
            PagePlace(host: "other", organization: place.organization, sourcePath: place.sourcePath),
            PagePlace(host: place.host, organization: "other", sourcePath: place.sourcePath),
            PagePlace(host: place.host, organization: place.organization, sourcePath: "other"),
            PagePlace(host: place.organization, organization: place.host, sourcePath: place.sourcePath),
        ] {
            #expect(
                failure { try page.open(with: sample.key, place: wrong) }?.isDamage
                    == true)
        }
    }

    // MARK: Forged with the user's own public part

    private func payload(_ sample: Sample, _ records: [PageRecord]) throws -> SecretBytes {
        try SecretBytes { PagePayload.write(records, sample.place, to: &$0) }
    }

    private func tags(_ sample: Sample, _ records: [PageRecord]) -> [(tag: PageTag, time: Int64)] {
        let tagger = PageTagger(place: sample.place, key: sample.publicKey)
        return records.map { (tagger.tag(name: $0.name, digest: $0.digest), $0.time) }
    }

    private func forged(
        _ sample: Sample, _ payload: SecretBytes, _ tags: [(tag: PageTag, time: Int64)], kind: UInt8 = 0
    ) throws -> [UInt8] {
        try SealedPage.seal(payload, tags: tags, kind: kind, fileName: sample.fileName, key: sample.publicKey)
    }

    @Test func insideAndOutsideHaveToAgree() throws {
        let sample = try Sample()
        let records = try sample.records()
        let (payload, tags) = (try payload(sample, records), tags(sample, records))
        #expect(try sample.open(try forged(sample, payload, tags)).records.count == 2)
        let later = tags.map { (tag: $0.tag, time: $0.time + 1) }
        let other = self.tags(sample, [try sample.record("OTHER", [])])
        for wrong in [[], [tags[0]], [tags[1], tags[0]], tags + [tags[1]], later, [tags[0], other[0]]] {
            let bytes = try forged(sample, payload, wrong)
            #expect(failure { try sample.open(bytes) }?.isDamage == true)
        }
        let reordered = try forged(sample, try self.payload(sample, records.reversed()), tags)
        #expect(failure { try sample.open(reordered) }?.isDamage == true)
        let unknown = try forged(sample, payload, tags, kind: 2)
        #expect(failure { try sample.parse(unknown) }?.isDamage == true)
    }

    @Test func hostileCountsReserveNothing() throws {
        let sample = try Sample()
        let page = try sample.seal(try sample.records())
        for count in [0x7FFF_FFFF, 0xFFFF_FFFF, 100_001, 100_000, 3, 1000] as [UInt32] {
            var bytes = page
            withUnsafeBytes(of: count.littleEndian) { bytes.replaceSubrange(41..<45, with: $0) }
            let mac = bytes.withBytes {
                SealedPage.mac(
                    of: UnsafeRawBufferPointer(rebasing: $0[40...]), sample.fileName, sample.publicKey)
            }
            mac.withBytes { bytes.replaceSubrange(8..<40, with: $0) }
            // With a few more than there are, the seal itself is read as records, and what is left does not open.
            #expect(failure { try sample.open(bytes) }?.isDamage == true)
        }
        for count in [0xFFFF_FFFF, 0x7FFF_FFFF, 1, 3] as [UInt32] {
            let payload = try SecretBytes { writer in
                for _ in 0..<3 { writer.append(UInt32(0)) }
                writer.append(count)
            }
            #expect(failure { try PagePayload.parse(payload) }?.isDamage == true)
        }
    }

    // A bit that changes inside is found where it is no part of a value or a note, which nothing but the seal guards.
    @Test func everyBitInsideCounts() throws {
        let sample = try Sample()
        let records = try sample.records()
        let tags = tags(sample, records)
        let bytes = try payload(sample, records).withBytes { Array($0) }
        var opened = 0
        try bytes.withEachBitFlipped { changed, position in
            let page = try forged(sample, try secret(changed), tags)
            guard let open = try? sample.open(page) else { return }
            opened += 1
            #expect(open.records.map(\.name) == records.map(\.name), "byte \(position)")
            #expect(open.records.map(\.value.count) == [3, 3])
        }
        // The six bytes of the values and the nine of the note, less where a changed note is no UTF-8.
        #expect(opened == 8 * 6 + 7 * 9)
    }

    @Test func payloadsCutOrExtendedAreRefused() throws {
        let sample = try Sample()
        let bytes = try payload(sample, try sample.records()).withBytes { Array($0) }
        for count in 0..<bytes.count {
            let payload = try secret(Array(bytes[..<count]))
            #expect(failure { try PagePayload.parse(payload) }?.isDamage == true)
        }
        let longer = try secret(bytes + [0])
        #expect(failure { try PagePayload.parse(longer) }?.isDamage == true)
    }

    @Test func noPayloadCrashes() throws {
        let sample = try Sample()
        var random = SeededGenerator(seed: 11)
        let good = try payload(sample, try sample.records()).withBytes { Array($0) }
        for _ in 0..<3000 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...6, using: &random) where !bytes.isEmpty {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0...3, using: &random) {
                case 0: bytes[at] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &random) ?? 0
                case 1: bytes.removeSubrange(at..<min(bytes.count, at + 4))
                case 2: bytes.insert(contentsOf: random.bytes(4), at: at)
                default: bytes.replaceSubrange(at..<min(bytes.count, at + 4), with: [0xFF, 0xFF, 0xFF, 0xFF])
                }
            }
            let payload = try secret(bytes)
            guard let (place, records) = try? PagePayload.parse(payload) else { continue }
            // What is accepted is exactly what writing it again gives.
            #expect(try SecretBytes { PagePayload.write(records, place, to: &$0) } == payload)
        }
    }

    @Test func nothingIsSealedToAWeakKey() throws {
        let sample = try Sample()
        let weak = CachePublicKey(
            boxKey: try SecretBytes(count: 32) { _ in }.whole, nameKey: sample.publicKey.nameKey)
        let error = failure {
            try SealedPage.seal([], place: sample.place, kind: .cached, fileName: "", key: weak)
        }
        #expect(error?.isDamage == true)
    }
}
