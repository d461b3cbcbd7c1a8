import Testing

@testable import Sealing

@Suite struct DigestTests {
    // FIPS 180-2, appendix B, and the digest of nothing.
    @Test(arguments: [
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func isSHA256(text: String, digest: String) {
        #expect(Digest(of: Array(text.utf8)).description == digest)
    }

    @Test func takesOnlyItsOwnSize() {
        let bytes = [UInt8](0..<33)
        for count in [0, 16, 31, 32, 33] {
            let slice = Array(bytes[..<count])
            #expect(
                slice.withBytes { Digest(bytes: $0)?.withBytes { Array($0) } } == (count == 32 ? slice : nil))
            #expect(
                slice.withBytes { PageTag(bytes: $0)?.withBytes { Array($0) } } == (count == 16 ? slice : nil)
            )
        }
    }

    @Test func comparesEveryByte() throws {
        var bytes = [UInt8](repeating: 7, count: 32)
        let digest = try #require(bytes.withBytes { Digest(bytes: $0) })
        let tag = try #require(bytes.prefix(16).withUnsafeBytes { PageTag(bytes: $0) })
        for index in 0..<32 {
            bytes[index] ^= 1
            let other = try #require(bytes.withBytes { Digest(bytes: $0) })
            #expect(other != digest)
            #expect(Set([digest, other, digest]).count == 2)
            if index < 16 { #expect(bytes.prefix(16).withUnsafeBytes { PageTag(bytes: $0) } != tag) }
            bytes[index] ^= 1
        }
        #expect(bytes.withBytes { Digest(bytes: $0) } == digest)
    }
}

@Suite struct KeyedHashTests {
    private func key(_ byte: UInt8 = 0) throws -> NameKey {
        try #require(NameKey(try secret((0..<32).map { $0 &+ byte }).whole))
    }

    // Python: hashlib.blake2b(b"\x04name\x03abc\x00" + b"\xc8\x01" + b"x" * 200, digest_size=32, key=bytes(range(32)))
    @Test func isBLAKE2b() throws {
        let digest = KeyedHash(key: try key(), domain: "name").digest { parts in
            parts.append("abc")
            parts.append("")
            parts.append(String(repeating: "x", count: 200))
        }
        #expect(digest.description == "d220b961da5c52e8e490882b91081edf1a21a5021418d18222862d13cc94feec")
    }

    @Test func aTagIsTheBeginningOfADigest() throws {
        let hash = KeyedHash(key: try key(), domain: "d")
        #expect(hash.digest { $0.append("x") }.description.hasPrefix(hash.tag { $0.append("x") }.description))
    }

    @Test func noTwoListsOfPartsAreTheSame() throws {
        let key = try key()
        func hash(_ domain: String, _ parts: [String]) -> Digest {
            KeyedHash(key: key, domain: domain).digest { target in for part in parts { target.append(part) } }
        }
        let all = [
            hash("d", []), hash("d", [""]), hash("d", ["", ""]), hash("d", ["ab"]), hash("d", ["a", "b"]),
            hash("d", ["", "ab"]), hash("d", ["ab", ""]), hash("da", ["b"]), hash("", ["d"]),
            hash("d", ["b", "a"]),
        ]
        #expect(Set(all).count == all.count)
        #expect(hash("d", ["ab"]) != KeyedHash(key: try self.key(1), domain: "d").digest { $0.append("ab") })
    }

    @Test func aKeyHas32Bytes() throws {
        #expect(NameKey(try secret([UInt8](repeating: 1, count: 31)).whole) == nil)
        #expect(NameKey(try secret([UInt8](repeating: 1, count: 33)).whole) == nil)
    }
}
