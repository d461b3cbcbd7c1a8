import TestSupport
import Testing

@testable import Git

/// The reader of `packed-refs` against the plainest one there can be.
@Suite("packed-refs", .timeLimit(.minutes(1)))
struct PackedReferenceTests {
    private static let header = "# pack-refs with: peeled fully-peeled sorted \n"

    /// One line of a generated file, with the object that it is peeled to.
    private struct Line {
        let name: String
        let target: String
        let peeled: String?

        var text: String { "\(target) \(name)\n" + (peeled.map { "^\($0)\n" } ?? "") }
    }

    private func lines(_ count: Int, using random: inout SeededGenerator) -> [Line] {
        func digits() -> String {
            String((0..<40).map { _ in "0123456789abcdef".randomElement(using: &random) ?? "0" })
        }
        var names: Set<String> = []
        for _ in 0..<count {
            let length = Int.random(in: 1...6, using: &random)
            let tail = String((0..<length).map { _ in "ab@./é".randomElement(using: &random) ?? "a" })
            names.insert("refs/" + (["tags", "heads"].randomElement(using: &random) ?? "tags") + "/" + tail)
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map {
            Line(name: $0, target: digits(), peeled: Bool.random(using: &random) ? digits() : nil)
        }
    }

    private func read(_ text: [UInt8], prefix: String) -> [ReferenceFiles.Entry]? {
        text.withUnsafeBytes { ReferenceFiles.entries(in: $0, prefix: prefix) }
    }

    @Test("are read as every line says, for every prefix of every name")
    func everyPrefix() {
        var random = SeededGenerator(seed: 1)
        for round in 0..<60 {
            let lines = lines(round % 30, using: &random)
            for header in [Self.header, "# pack-refs with: peeled \n", ""] {
                let bytes = Array((header + lines.map(\.text).joined()).utf8)
                var prefixes: Set<String> = ["refs/", "refs/tags/", "refs/tags/zzzz", "refs/a", "refs/zz"]
                for line in lines {
                    for length in 5...line.name.unicodeScalars.count {
                        prefixes.insert(String(line.name.unicodeScalars.prefix(length)))
                    }
                }
                for prefix in prefixes {
                    let expected = lines.filter { $0.name.utf8.starts(with: prefix.utf8) }
                    let found = read(bytes, prefix: prefix)
                    #expect(found?.map(\.name) == expected.map(\.name))
                    #expect(found?.map(\.target.hex) == expected.map(\.target))
                    #expect(found?.map { $0.peeled?.hex } == expected.map(\.peeled))
                    let isKnown = header == Self.header
                    #expect(found?.allSatisfy { $0.isPeelingKnown == (isKnown || $0.peeled != nil) } == true)
                }
            }
        }
    }

    @Test("of a file without its last newline are read whole")
    func lastLine() {
        let line = String(repeating: "a", count: 40) + " refs/tags/x"
        #expect(read(Array((Self.header + line).utf8), prefix: "refs/")?.map(\.name) == ["refs/tags/x"])
        #expect(read(Array(Self.header.utf8), prefix: "refs/")?.isEmpty == true)
        #expect(read([], prefix: "refs/")?.isEmpty == true)
    }

    @Test("of a header that is not git's, or of a broken line, are left to libgit2")
    func unknown() {
        let line = String(repeating: "a", count: 40) + " refs/tags/x\n"
        for text in [
            "# another format\n" + line, Self.header + "refs/tags/x\n", Self.header + "zz" + line,
            Self.header + line + "^abc\n", Self.header + line.replacing(" ", with: "\t"),
        ] {
            #expect(read(Array(text.utf8), prefix: "refs/") == nil, "\(text)")
        }
    }

    @Test("that are damaged anywhere neither crash nor hang the reader, and what it finds fits the prefix")
    func damage() {
        var random = SeededGenerator(seed: 2)
        for _ in 0..<1_500 {
            var bytes = Array((Self.header + lines(12, using: &random).map(\.text).joined()).utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                case 2: bytes.removeSubrange(place...)
                default: bytes.insert("\n^ #a".utf8.randomElement(using: &random) ?? 10, at: place)
                }
            }
            for prefix in ["refs/", "refs/tags/a", "refs/tags/ab@", "refs/heads/é"] {
                let found = read(bytes, prefix: prefix) ?? []
                #expect(
                    found.allSatisfy { $0.name.hasPrefix(prefix) || $0.name.utf8.starts(with: prefix.utf8) })
            }
        }
    }
}
