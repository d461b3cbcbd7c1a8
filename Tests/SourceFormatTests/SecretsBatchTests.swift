import TestSupport
import Testing

@testable import SourceFormat

@Suite struct SecretsBatchTests {
    private static let names = ["A", "B", "C_1", "DA", "DB_URL", "K", "KK", "N", "X9", "Z"]

    private static func change(_ generator: inout SeededGenerator) throws -> SecretChange {
        let name = try SecretName(parsing: generator.pick(names))
        switch Int.random(in: 0..<6, using: &generator) {
        case 0, 1: return .remove(name)
        case 2: return .describe(name, generator.pick(["", "d", "a: #b", "two\nlines"]))
        default:
            return .set(
                name, SecretsEditingTests.sealed(generator.next()),
                description: generator.pick([nil, nil, "", "x"]))
        }
    }

    /// What the entries are after changes, the plain way.
    private static func expected(
        _ file: SecretsFile, _ changes: [SecretChange]
    ) -> [SecretName: SecretConflict.Side] {
        var sides: [SecretName: SecretConflict.Side] = [:]
        for entry in file.entries {
            sides[entry.name] = .init(value: entry.value, description: entry.description)
        }
        for change in changes {
            let old = sides[change.name]
            func text(_ text: String?) -> String? { text == "" ? nil : text }
            switch change {
            case .set(let name, let value, let description):
                sides[name] = .init(value: value, description: text(description ?? old?.description))
            case .describe(let name, let description):
                sides[name] = old.map { .init(value: $0.value, description: text(description)) }
            case .remove(let name): sides[name] = nil
            }
        }
        return sides
    }

    private static func sides(_ file: SecretsFile) -> [SecretName: SecretConflict.Side] {
        expected(file, [])
    }

    private static func file(_ generator: inout SeededGenerator) throws -> SecretsFile {
        let author = SecretsAuthor(generator: generator)
        let text = generator.chance(30) ? author.bracketFile() : author.file()
        generator = author.generator
        return try SecretsEditingTests.parse(text)
    }

    @Test func manyChangesAtOnceAreAllMade() throws {
        try rounds(1_500) { _, generator in
            let before = try Self.file(&generator)
            let changes = try (0..<Int.random(in: 0...8, using: &generator)).map { _ in
                try Self.change(&generator)
            }
            let after = try before.applying(changes)
            #expect(Self.sides(after) == Self.expected(before, changes), "\(before.text)\n\(changes)")
            #expect(try SecretsEditingTests.parse(after.text).entries == after.entries)
            let names = before.entries.map(\.name)
            if zip(names, names.dropFirst()).allSatisfy(<) {
                #expect(after.entries.map(\.name) == after.entries.map(\.name).sorted())
            }
            // What is not changed stays in its order, on its lines.
            let touched = Set(changes.map(\.name))
            let kept = names.filter { !touched.contains($0) }
            #expect(after.entries.map(\.name).filter { !touched.contains($0) } == kept)
            let isJSON = before.text.hasPrefix("{\"")
            if isJSON { #expect(!after.text.contains(",}") && !after.text.contains(", }")) }
        }
    }

    /// One batch of additions and changes, or one of removals, writes what the same changes write one after the
    /// other.
    @Test func aBatchIsTheSameAsSteps() throws {
        try rounds(1_000) { round, generator in
            let before = try Self.file(&generator)
            let changes = try Self.names.shuffled(using: &generator).prefix(4).map { name in
                let name = try SecretName(parsing: name)
                return round % 2 == 0
                    ? SecretChange.remove(name)
                    : .set(name, SecretsEditingTests.sealed(generator.next()), description: "d")
            }
            // A file without secrets says nothing of where the next goes.
            let names = before.entries.map(\.name)
            guard names == names.sorted(), !before.text.contains("secrets: {") else { return }
            let steps = try changes.reduce(before) { try $0.applying([$1]) }
            if steps.entries.isEmpty { return }
            #expect(try before.applying(changes).text == steps.text, "\(before.text)\n\(changes)")
        }
    }

    /// What is written in one go is what editing makes, and says what it was made of.
    @Test func aNewFileIsAsEditingMakesIt() throws {
        var written = 0
        try rounds(1_000) { _, generator in
            let additions = try Self.names.shuffled(using: &generator).prefix(
                Int.random(in: 1...6, using: &generator)
            )
            .sorted().map { name in
                let value = SecretsEditingTests.sealed(generator.next())
                let key = generator.chance(80) ? "ek_r3aiklio36s7lum4" : value.keyId
                return SecretsPlan.Addition(
                    name: try SecretName(parsing: name),
                    value: SealedValue(
                        keyId: key, nonce: value.nonce, ciphertext: value.ciphertext, tag: value.tag),
                    description: generator.chance(2) ? "d" : nil)
            }
            guard let file = SecretsFile.made(of: additions) else { return }
            written += 1
            var editor = try SecretsEditor(SecretsFile.empty.text)
            try editor.rearrange(removing: [], adding: [0: additions])
            #expect(file.text == String(decoding: editor.result, as: UTF8.self))
            #expect(try SecretsEditingTests.parse(file.text).entries == file.entries)
            let changes = additions.map {
                SecretChange.set($0.name, $0.value, description: $0.description)
            }
            #expect(try SecretsFile.empty.applying(changes.shuffled(using: &generator)).text == file.text)
        }
        #expect(written > 50)
    }

    @Test func changesThatUndoEachOtherLeaveNoTrace() throws {
        let file = try SecretsEditingTests.parse(
            "schemaVersion: 1\nsecrets: {} # none\n")
        let name = try SecretName(parsing: "A")
        let set = SecretChange.set(name, SecretsEditingTests.sealed(1), description: "x")
        #expect(try file.applying([set, .remove(name)]).text == file.text)
        #expect(try file.applying([.describe(name, "x"), .remove(name)]).text == file.text)
        let one = try file.applying([set])
        #expect(try one.applying([set, .describe(name, "y"), .describe(name, "x")]).text == one.text)
        // What is removed and set again has no description left.
        let again = try one.applying([.remove(name), .set(name, SecretsEditingTests.sealed(2))])
        #expect(again[name]?.description == nil)
    }

    @Test func aRenameIsOneBatch() throws {
        let before = try SecretsEditingTests.parse(
            try #require(Vectors.cases("secrets-edits.txt").first { $0.title.contains("in order") }).text)
        let (old, new) = (try SecretName(parsing: "B"), try SecretName(parsing: "E"))
        let after = try before.applying([
            .remove(old), .set(new, SecretsEditingTests.sealed(3), description: before[old]?.description),
        ])
        #expect(after.entries.map(\.name.rawValue) == ["D", "E"])
    }

    @Test func nothingIsWrittenWhereOneChangeIsWrong() throws {
        let name = try SecretName(parsing: "A")
        let wrong = SealedValue(keyId: "k", nonce: "", ciphertext: "", tag: "")
        let error = #expect(throws: FormatError.self) {
            try SecretsFile.empty.applying([
                .set(name, SecretsEditingTests.sealed(1)), .set(name, wrong),
            ])
        }
        #expect(error?.code == "invalid_sealed_value")
        let other = #expect(throws: FormatError.self) {
            try SecretsFile.empty.applying([.describe(name, "\u{1B}[0m")])
        }
        #expect(other?.code == "invalid_description")
    }

    /// Four times the changes take about four times as long, in lines and in brackets.
    @Test(arguments: [
        SecretsFile.empty.text, "{\"schemaVersion\": 1, \"secrets\": {}}\n",
    ])
    func timeGrowsWithTheNumber(text: String) throws {
        func time(_ count: Int) throws -> Duration {
            let changes = try (0..<count).map { index in
                SecretChange.set(
                    try SecretName(parsing: "S\((index &* 7919) % 100_000)"),
                    SecretsEditingTests.sealed(UInt64(index % 8)))
            }
            let empty = try SecretsEditingTests.parse(text)
            var best = Duration.seconds(60)
            for _ in 0..<3 {
                let clock = ContinuousClock()
                let duration = try clock.measure {
                    let file = try empty.applying(changes)
                    let half = changes.indices.filter { $0 % 2 == 0 }.map {
                        SecretChange.remove(changes[$0].name)
                    }
                    #expect(try file.applying(half).entries.count == count - half.count)
                }
                best = min(best, duration)
            }
            return best
        }
        _ = try time(50)
        let (small, large) = (try time(400), try time(1_600))
        #expect(large < small * 12, "\(small) and \(large)")
    }

    @Test func canonicalBytesTellFieldsApart() {
        let one = SealedValue(algorithm: "a", keyId: "bc", nonce: "", ciphertext: "", tag: "")
        let other = SealedValue(algorithm: "ab", keyId: "c", nonce: "", ciphertext: "", tag: "")
        #expect(one.canonicalBytes != other.canonicalBytes)
        #expect(
            one.canonicalBytes == [0, 0, 0, 1, 0x61, 0, 0, 0, 2, 0x62, 0x63] + Array(repeating: 0, count: 12))
    }
}
