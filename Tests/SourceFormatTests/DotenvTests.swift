import Testing

@testable import SourceFormat

@Suite struct DotenvTests {
    struct Vector: Decodable {
        struct Entry: Decodable, Equatable {
            let name: String
            let value: String?
            let line: Int
        }

        let text: String
        let entries: [Entry]
        let errors: [Int]
    }

    /// What python-dotenv's parser makes of each text.
    @Test func vectors() throws {
        for vector in try Vectors.json("dotenv.json", as: [Vector].self) {
            let (entries, findings) = DotenvFile.parse(vector.text)
            #expect(
                entries.map { Vector.Entry(name: $0.name, value: $0.value, line: $0.line) } == vector.entries,
                "\(vector.text.debugDescription)")
            #expect(findings.map(\.line) == vector.errors, "\(vector.text.debugDescription)")
        }
    }

    @Test func aByteOrderMarkIsNoPartOfTheName() {
        #expect(DotenvFile.parse("\u{FEFF}A=1\n").0.map(\.name) == ["A"])
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
                    "A", "=", "'", "\"", "\\", "\n", " ", "#", "export ", "x", "\r\n", "é", "\t",
                ])
            }
            let (entries, findings) = DotenvFile.parse(text)
            let lines = entries.map(\.line) + findings.compactMap(\.line)
            let count = text.split(omittingEmptySubsequences: false) { $0.isNewline }.count
            #expect(lines.allSatisfy { (1...count).contains($0) })
            #expect(entries.allSatisfy { !$0.name.isEmpty })
        }
    }

    /// Large files, each made to be slow to read.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: ["A='", "A=\"x\\\"\n", "A='x'y\n", "\n", " ", "A=1 #", "export ", "'"])
    func largeFilesEndInTime(piece: String) {
        _ = DotenvFile.parse(String(repeating: piece, count: (1 << 17) / piece.utf8.count))
    }
}
