import Testing

@testable import SourceFormat

@Suite struct DotenvTests {
    struct Vector: Decodable {
        struct Entry: Decodable, Equatable {
            let name: String
            let value: String?
            let line: Int
        }

        let rule: String
        let text: String
        let entries: [Entry]
        let errors: [Int]
    }

    private static func text(_ value: [UInt8]?) -> String? {
        value.map { String(decoding: $0, as: UTF8.self) }
    }

    /// What python-dotenv 1.2 makes of each text, rule by rule.
    @Test func vectors() throws {
        for vector in try Vectors.json("dotenv.json", as: [Vector].self) {
            let (entries, findings) = DotenvFile.parse(vector.text)
            let read = entries.map { Vector.Entry(name: $0.name, value: Self.text($0.value), line: $0.line) }
            #expect(read == vector.entries, "\(vector.rule): \(vector.text.debugDescription)")
            #expect(findings.map(\.line) == vector.errors, "\(vector.rule): \(vector.text.debugDescription)")
        }
    }

    @Test func controlCharactersStandInQuotesOnly() {
        func read(_ text: String) -> [String] {
            let (entries, findings) = DotenvFile.parse(text)
            return entries.map { "\($0.name)=\(Self.text($0.value) ?? "")" }
                + findings.map { "\($0.line ?? 0) \($0.code)" }
        }
        #expect(read("A=\"\u{1B}[0m\u{7F}\u{85}\"\nB='\u{1}'\n") == ["A=\u{1B}[0m\u{7F}\u{85}", "B=\u{1}"])
        #expect(read("A=1\nB=\u{1B}[0m\nC=1\n") == ["A=1", "C=1", "2 control_character"])
        #expect(read("A\u{7F}=1\n# \u{1}\nB='x' # \u{1}\nC=1\n").count == 4)
        #expect(read("\u{B}A='x'\n") == ["1 control_character"])
        #expect(read("A='x\ny' \u{C}\n'a\nb\u{2}'=1\n") == ["2 control_character", "4 control_character"])
    }

    @Test func binaryFilesAreRefused() {
        func codes(_ bytes: [UInt8]) -> [String] {
            let (entries, findings) = DotenvFile.parse(bytes: bytes)
            #expect(findings.isEmpty || entries.isEmpty)
            return findings.map { "\($0.line ?? 0) \($0.code)" }
        }
        #expect(codes(Array("A=1\n".utf8)) == [])
        #expect(codes(Array("A=1\nB=".utf8) + [0] + Array("\n".utf8)) == ["2 binary_file"])
        #expect(codes([0x7F, 0x45, 0x4C, 0x46, 0x02]) == ["1 control_character"])
        #expect(codes(Array("A=1\nB=".utf8) + [0xFF]) == ["2 not_utf8"])
        #expect(codes([UInt8](repeating: 0x41, count: DotenvFile.maximumSize + 1)) == ["0 file_too_large"])
    }

    @Test func noFindingHoldsAValue() {
        let (_, findings) = DotenvFile.parse("A='canary'x\nB=\"canary\ncanary\n=canary\n")
        #expect(findings.count == 3)
        for finding in findings { #expect(!finding.description.contains("canary")) }
    }

    @Test func garbageNeverCrashesAndEveryLineIsAccountedFor() throws {
        try rounds(5_000) { _, generator in
            var text = ""
            for _ in 0..<Int.random(in: 0...40, using: &generator) {
                text += generator.pick([
                    "A", "=", "'", "\"", "\\", "\n", " ", "#", "export ", "x", "\r\n", "é", "\t", "\r",
                    "\u{1}", "\u{2028}", "\u{A0}", "${",
                ])
            }
            let (entries, findings) = DotenvFile.parse(text)
            let lines = entries.map(\.line) + findings.compactMap(\.line)
            let count = text.unicodeScalars.count { $0 == "\n" || $0 == "\r" } + 1
            #expect(lines.allSatisfy { (1...count).contains($0) })
            #expect(entries.allSatisfy { !$0.name.isEmpty })
            _ = try DotenvFile.interpolated(entries, environment: [:])
        }
    }

    /// Four times the file takes about four times as long, whatever it is made of.
    @Test(arguments: [
        "A='", "A=\"x\\\"\n", "A='x'y\n", "\n", " ", "A=1 #", "export ", "'", "\\", "A='\\'\n", "\u{A0}",
        "A=x \u{A0}", "'a\n", "A=\u{1}\n", "=\n", "A=\"\n\" \"\n",
    ])
    func timeGrowsWithTheSize(piece: String) {
        func time(_ size: Int) -> Duration {
            let bytes = Array(String(repeating: piece, count: size / piece.utf8.count).utf8)
            return (0..<3).map { _ in ContinuousClock().measure { _ = DotenvFile.parse(bytes: bytes) } }.min()
                ?? .zero
        }
        let (small, large) = (time(1 << 14), time(1 << 16))
        #expect(large < small * 12 + .milliseconds(2), "\(small) and \(large)")
    }
}

@Suite struct DotenvInterpolationTests {
    struct Vector: Decodable {
        let rule: String
        let text: String
        let environment: [String: String]
        let fileFirst: [String?]
        let environmentFirst: [String?]
    }

    /// What python-dotenv 1.2 fills in.
    @Test func vectors() throws {
        for vector in try Vectors.json("dotenv-interpolation.json", as: [Vector].self) {
            let (entries, findings) = DotenvFile.parse(vector.text)
            #expect(findings.isEmpty)
            for (overrides, wanted) in [(true, vector.fileFirst), (false, vector.environmentFirst)] {
                let filled = try DotenvFile.interpolated(
                    entries, environment: vector.environment, overridesEnvironment: overrides)
                #expect(
                    filled.map { $0.value.map { String(decoding: $0, as: UTF8.self) } } == wanted,
                    "\(vector.rule)")
                #expect(filled.map(\.name) == entries.map(\.name))
            }
        }
    }

    @Test func valuesCannotGrowWithoutEnd() {
        let doubling = "A=0123456789\n" + String(repeating: "A=${A}${A}\n", count: 40)
        let large =
            "A=\(String(repeating: "x", count: 1 << 16))\n" + String(repeating: "B=${A}\n", count: 1_000)
        for text in [doubling, large] {
            let error = #expect(throws: FormatError.self) {
                try DotenvFile.interpolated(DotenvFile.parse(text).0, environment: [:])
            }
            #expect(error?.code == "interpolation_too_large")
        }
    }

    @Test(arguments: ["${", "${a", "${a:", "${a:-", "$", "${}", "${a:-${"])
    func timeGrowsWithTheSize(piece: String) throws {
        func time(_ size: Int) throws -> Duration {
            let value = Array(String(repeating: piece, count: size / piece.utf8.count).utf8)
            let entry = DotenvFile.Entry(name: "A", value: value, line: 1)
            return try (0..<3).map { _ in
                try ContinuousClock().measure {
                    _ = try DotenvFile.interpolated([entry], environment: [:])
                }
            }.min() ?? .zero
        }
        let (small, large) = (try time(1 << 14), try time(1 << 16))
        #expect(large < small * 12 + .milliseconds(2), "\(small) and \(large)")
    }
}
