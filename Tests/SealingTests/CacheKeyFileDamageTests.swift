import TestSupport
import Testing

@testable import Sealing

@Suite struct CacheKeyFileDamageTests {
    private static func parse(_ bytes: [UInt8]) -> SealingError? {
        failure { try CacheKeyFile(parsing: bytes) }
    }

    /// Lines with a checksum that fits: what someone would write who does it on purpose.
    private static func forged(_ lines: [String]) throws -> [UInt8] {
        let body = lines.map { $0 + "\n" }.joined()
        let digest = try secret(body).withBytes { checksum($0) }
        return Array("\(body)checksum \(digest)\n".utf8)
    }

    @Test(arguments: [KeyFileVectors.plain, KeyFileVectors.locked])
    func everyChangeIsFound(text: String) throws {
        let bytes = Array(text.utf8)
        #expect(Self.parse(bytes) == nil)
        bytes.withEachBitFlipped { changed, position in
            #expect(Self.parse(changed)?.isDamage == true, "a bit of byte \(position)")
        }
        for count in 0..<bytes.count {
            #expect(Self.parse(Array(bytes[..<count]))?.isDamage == true, "the first \(count) bytes")
        }
        for extra in [[0x0A], [0x20], [0], bytes] as [[UInt8]] {
            #expect(Self.parse(bytes + extra)?.isDamage == true)
            #expect(Self.parse(extra + bytes)?.isDamage == true)
        }
        for line in text.split(separator: "\n").dropLast() {
            #expect(Self.parse(Array(text.replacing(line + "\n", with: "").utf8))?.isDamage == true)
        }
        #expect(Self.parse([UInt8](repeating: 0x61, count: 100_000))?.isDamage == true)
    }

    @Test(arguments: [KeyFileVectors.plain, KeyFileVectors.locked])
    func linesAreAsTheFormatSays(text: String) throws {
        let lines = text.split(separator: "\n").dropLast().map(String.init)
        #expect(try Self.parse(Self.forged(lines)) == nil)
        var wrong: [[String]] = []
        for index in lines.indices {
            var changed = lines
            changed.remove(at: index)
            wrong.append(changed)
            for line in [
                lines[index] + " ", " " + lines[index], lines[index].uppercased(),
                String(lines[index].dropLast()), String(lines[index].dropLast(2)), lines[index] + "000",
                lines[index] + "\r", "", "é",
                lines[index].dropLast() + "g",
            ] {
                changed = lines
                changed[index] = line
                wrong.append(changed)
            }
            changed = lines
            changed.insert(lines[index], at: index)
            wrong.append(changed)
            if index > 0 {
                changed = lines
                changed.swapAt(index - 1, index)
                wrong.append(changed)
            }
        }
        // Digits are lower-case, also where the checksum fits.
        for (index, line) in lines.enumerated() {
            let words = line.split(separator: " ").map(String.init)
            var changed = lines
            changed[index] = words[0] + " " + words[1...].joined(separator: " ").uppercased()
            if index > 0, changed != lines { wrong.append(changed) }
        }
        for lines in wrong {
            let error = try Self.parse(Self.forged(lines))
            #expect(error?.isDamage == true || error == .unknownVersion, "\(lines)")
        }
        #expect(try Self.parse(Self.forged(["eigenpal cache key 2"] + lines.dropFirst())) == .unknownVersion)
        #expect(try Self.parse(Self.forged([]))?.isDamage == true)
    }

    @Test(arguments: [
        ("0", "8388608"), ("11", "8388608"), ("1", "8388607"), ("1", "1073741825"), ("1", "0"), ("1", ""),
        ("", "8388608"),
        ("01", "8388608"), ("1", "08388608"), ("-1", "8388608"), ("1", "99999999999"),
        ("1", "18446744073709551616"),
        ("1", "9999999999999999999999999999"), ("4294967297", "8388608"), ("1", "8388608 "),
        ("+1", "8388608"), ("1", "0x800000"),
    ])
    func costsAreBounded(operations: String, memory: String) throws {
        var lines = KeyFileVectors.locked.split(separator: "\n").dropLast().map(String.init)
        lines[3] = "argon2id-operations \(operations)"
        lines[4] = "argon2id-memory \(memory)"
        #expect(try Self.parse(Self.forged(lines))?.isDamage == true)
    }

    @Test func boundsThemselvesAreGood() {
        #expect(PassphraseCost(checking: 10, 1 << 30) != nil)
        #expect(PassphraseCost(checking: 1, 8 << 20) == .least)
    }

    // The checksum is right in all of these, but the lock or the key pair tells.
    @Test func partsOfAnotherFileAreRefused() throws {
        let other = try CacheKeyFile.generate()
        let otherLines = try #require(other.printed.text).split(separator: "\n").map(String.init)
        var lines = KeyFileVectors.plain.split(separator: "\n").dropLast().map(String.init)
        lines[1] = otherLines[1]
        let plain = try CacheKeyFile(parsing: try Self.forged(lines))
        #expect(failure { try plain.unlock() }?.isDamage == true)

        let passphrase = try secret("correct horse battery staple")
        let locked = KeyFileVectors.locked.split(separator: "\n").dropLast().map(String.init)
        for (index, line) in [
            (1, otherLines[1]), (2, otherLines[2]), (3, "argon2id-operations 2"),
            (4, "argon2id-memory 8389632"),
            (4, "argon2id-memory 8388609"), (5, "salt " + String(repeating: "0", count: 32)),
            (6, "nonce " + String(repeating: "0", count: 48)),
            (7, "wrapped-key " + String(repeating: "0", count: 96)),
        ] {
            var lines = locked
            lines[index] = line
            let file = try CacheKeyFile(parsing: try Self.forged(lines))
            #expect(
                failure { try file.unlock(passphrase: passphrase) }
                    == .wrongPassphrase)
        }
    }

    @Test func nothingRandomIsAKeyFile() throws {
        var random = SeededGenerator(seed: 7)
        let texts = [KeyFileVectors.plain, KeyFileVectors.locked].map { Array($0.utf8) }
        for _ in 0..<2000 {
            var bytes = texts[Int.random(in: 0...1, using: &random)]
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0...2, using: &random) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: at)
                default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: at)
                }
            }
            if !texts.contains(bytes) { #expect(Self.parse(bytes)?.isDamage == true) }
            // The same with a checksum that fits: whatever comes of it, no crash.
            let body = String(decoding: bytes.dropLast(74), as: UTF8.self)
            _ = try Self.parse(Self.forged(body.split(separator: "\n").map(String.init)))
        }
    }
}
