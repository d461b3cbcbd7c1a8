import TestSupport
import Testing

@testable import Scanning

@Suite struct RuleTests {
    private let scanner = Scanner()

    /// Each true case is found by its rule, each near miss by none, whatever the random characters are.
    @Test func vectors() throws {
        var generator = SeededGenerator(seed: 1)
        var found = 0
        var tried = 0
        for vector in try RuleVector.all() {
            var missed: [String] = []
            for _ in 0..<20 {
                let text = vector.text(&generator)
                let matches = scanner.scan(text + "\n")
                let isMissed =
                    vector.isFound ? !matches.contains(where: { $0.rule == vector.rule }) : !matches.isEmpty
                if isMissed {
                    missed.append("\(matches.map(\.rule)) in \(text)")
                }
            }
            tried += 20
            found += 20 - missed.count
            // A random text may come out regular or poor; that is rare.
            #expect(missed.count <= 1, "\(vector): \(missed.count) of 20: \(missed.first ?? "")")
        }
        #expect(tried > 3000 && found * 500 >= tried * 498, "\(found) of \(tried)")
    }

    @Test func enoughProviders() {
        #expect(Set(ScanRules.all.map(\.provider)).count >= 60)
        #expect(Set(ScanRules.all.map(\.id)).count == ScanRules.all.count)
    }

    /// The checksum of a token's body, pinned: also what zlib's CRC-32 makes of it.
    @Test func checksum() {
        let digits = TokenChecksum.digits(of: Array("zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ".utf8))
        #expect(String(decoding: digits, as: UTF8.self) == "0mLq17")
    }

    @Test func allowedLine() {
        var generator = SeededGenerator(seed: 2)
        let line = "DB_PASSWORD=" + RuleVector.random("an", 24, &generator)
        #expect(scanner.scan(line + "\n").count == 1)
        #expect(scanner.scan(line + " # eigenpal-src:allow\n").isEmpty)
        #expect(scanner.scan("# eigenpal-src:allow\n" + line + "\n").count == 1)
    }

    @Test func placesAndMasks() throws {
        var generator = SeededGenerator(seed: 3)
        let value = RuleVector.random("an", 40, &generator)
        let text = "one\ntwo\n  api_key: \(value)\n"
        let match = try #require(scanner.scan(text, path: "a.yaml").first)
        #expect((match.line, match.column) == (3, 12))
        #expect(match.masked == value.prefix(4) + "…" + value.suffix(4))
        #expect(match.fingerprint.count == 16)
        #expect(scanner.scan("\n" + text, path: "a.yaml").first?.fingerprint == match.fingerprint)
        #expect(scanner.scan(text, path: "b.yaml").first?.fingerprint != match.fingerprint)
        #expect(scanner.scan(text, lines: [1..<3]).isEmpty)
        #expect(scanner.scan(text, lines: [3..<4]).count == 1)
        #expect(scanner.scan("\0" + text).isEmpty)
        #expect(scanner.scan(text, path: "x/Cargo.lock").isEmpty)
    }
}
