import Foundation
import TestSupport
import Testing

@testable import Scanning

@Suite struct ScanPropertyTests {
    private let scanner = Scanner()

    private func inPieces(_ bytes: [UInt8], _ generator: inout SeededGenerator, most: Int) -> [Match] {
        var stream = scanner.stream(path: "p")
        var matches: [Match] = []
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + Int.random(in: 1...most, using: &generator))
            matches += bytes[start..<end].withUnsafeBytes { stream.read($0) }
            start = end
        }
        return matches + stream.finish()
    }

    /// A text that comes in pieces gives what it gives in one, in long lines too.
    @Test func piecesAreTheWhole() throws {
        var generator = SeededGenerator(seed: 11)
        let vectors = try RuleVector.all()
        for round in 0..<12 {
            var text = ""
            while text.utf8.count < 150_000 {
                if Int.random(in: 0..<8, using: &generator) == 0 {
                    text += vectors.randomElement(using: &generator)!.text(&generator)
                    if Int.random(in: 0..<6, using: &generator) == 0 { text += " eigenpal-src:allow" }
                } else {
                    text += RuleVector.random("an", Int.random(in: 0..<300, using: &generator), &generator)
                }
                text += round % 3 == 0 ? " " : "\n"
            }
            let whole = scanner.scan(text, path: "p")
            let pieces = inPieces(Array(text.utf8), &generator, most: round % 2 == 0 ? 5000 : 100_000)
            #expect(whole == pieces)
            #expect(round % 3 == 0 || whole.count > 20)
        }
    }

    /// Random bytes, and bytes of the literals in any order, never trap.
    @Test func anyBytes() {
        var generator = SeededGenerator(seed: 12)
        let literals = ScanRules.all.flatMap(\.literals)
        for _ in 0..<400 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0..<200, using: &generator) {
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes += literals.randomElement(using: &generator)!
                case 1: bytes += Array("=:\"'\n -u@/.{}\\".utf8).shuffled(using: &generator).prefix(3)
                default: bytes.append(UInt8.random(in: 1...255, using: &generator))
                }
            }
            let matches = bytes.withUnsafeBytes { scanner.scan($0) }
            #expect(matches.allSatisfy { $0.range.upperBound <= bytes.count && $0.column >= 1 })
        }
    }

    /// Twice the hostile text takes about twice the time, whatever it repeats.
    @Test(
        .enabled(
            if: ProcessInfo.processInfo.environment["SCANNING_TIMES"] != nil,
            "times are only for a quiet machine"),
        .serialized,
        arguments: [
            "key", "ghp_", "eyJ", "eyJa.", "://a:", "-----BEGIN ", "password=", "password='", "secret: ",
            "bearer ", "a@:",
            "-us1", ":AA", "T3BlbkFJ", "basic aaaa", "token,\"", "-----BEGIN PRIVATE KEY-----\n",
            "eigenpal-src:allow",
        ])
    func doubling(_ piece: String) {
        func time(_ count: Int) -> Duration {
            let bytes = Array(String(repeating: piece, count: count / piece.utf8.count).utf8)
            let clock = ContinuousClock()
            return (0..<3).map { _ in clock.measure { _ = bytes.withUnsafeBytes { scanner.scan($0) } } }
                .min()!
        }
        let (one, four) = (time(40_000), time(160_000))
        #expect(four < one * 10 + .milliseconds(20), "\(piece): \(one), then \(four)")
    }
}
