import TestSupport
import Testing

@testable import Sealing

/// A secret of the UTF-8 of a text.
func secret(_ text: String) throws -> SecretBytes {
    var bytes = Array(text.utf8)
    return try SecretBytes(consuming: &bytes)
}

func secret(_ bytes: [UInt8]) throws -> SecretBytes {
    var bytes = bytes
    return try SecretBytes(consuming: &bytes)
}

extension SeededGenerator {
    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }
}

extension [UInt8] {
    /// These bytes with one bit changed, for each bit.
    func withEachBitFlipped(_ body: (_ changed: [UInt8], _ position: Int) throws -> Void) rethrows {
        var changed = self
        for position in indices {
            for bit in 0..<8 {
                changed[position] ^= 1 << bit
                try body(changed, position)
                changed[position] ^= 1 << bit
            }
        }
    }
}

/// What a call threw; nil where it threw nothing.
func failure<Result>(_ body: () throws -> Result) -> SealingError? {
    do {
        _ = try body()
    } catch let error as SealingError {
        return error
    } catch {
        Issue.record(error)
    }
    return nil
}

extension SealingError {
    var isDamage: Bool { if case .damaged = self { true } else { false } }
}

/// A key, a place and pages of it.
struct Sample {
    let file: CacheKeyFile
    let key: CacheSecretKey
    let place = PagePlace(
        host: "api.test:8443", organization: "orgs/acme", sourcePath: "agents/a/secrets.enc.yaml")
    let fileName = "a page"

    var publicKey: CachePublicKey { file.publicPart }

    init() throws {
        file = try CacheKeyFile.generate()
        key = try file.unlock()
    }

    func record(
        _ name: String, _ value: [UInt8], note: String? = nil, time: Int64 = 1_700_000_000
    ) throws -> PageRecord {
        PageRecord(
            name: name, digest: Digest(of: Array("sealed \(name)".utf8)), time: time, note: note,
            value: try secret(value).whole)
    }

    func records() throws -> [PageRecord] {
        [
            try record("FIRST", Array("one".utf8), note: "the first", time: 1),
            try record("SECOND", Array("two".utf8), time: -2),
        ]
    }

    func seal(_ records: [PageRecord], kind: SealedPage.Kind = .cached) throws(SealingError) -> [UInt8] {
        try SealedPage.seal(records, place: place, kind: kind, fileName: fileName, key: publicKey)
    }

    func parse(_ bytes: [UInt8]) throws(SealingError) -> SealedPage {
        try SealedPage(parsing: bytes, fileName: fileName, key: publicKey)
    }

    func open(_ bytes: [UInt8]) throws(SealingError) -> OpenPage {
        try parse(bytes).open(with: key, place: place)
    }
}
