import Testing

@testable import SourceFormat

@Suite struct SecretsDifferenceTests {
    private func file(_ changes: SecretChange...) throws -> SecretsFile {
        try SecretsFile.empty.applying(changes)
    }

    private func value(_ letter: Character, key: String = "k") -> SealedValue {
        SealedValue(
            keyId: key, nonce: String(repeating: "A", count: 16),
            ciphertext: String(repeating: letter, count: 4), tag: String(repeating: "A", count: 22) + "==")
    }

    @Test func everyKindIsTold() throws {
        func name(_ text: String) throws -> SecretName { try SecretName(parsing: text) }
        let old = try file(
            .set(name("KEPT"), value("A"), description: "x"), .set(name("GONE"), value("A")),
            .set(name("CHANGED"), value("A")), .set(name("REKEYED"), value("A")),
            .set(name("DESCRIBED"), value("A")), .set(name("BOTH"), value("A"), description: "x"))
        let new = try file(
            .set(name("KEPT"), value("A"), description: "x"), .set(name("NEW"), value("A"), description: "n"),
            .set(name("CHANGED"), value("B")), .set(name("REKEYED"), value("B", key: "l")),
            .set(name("DESCRIBED"), value("A"), description: "d"),
            .set(name("BOTH"), value("B"), description: ""))
        let lines = SecretsDifference(from: old, to: new).entries.map {
            "\($0.kind.symbol) \($0.name) \($0.kind.rawValue) \($0.isDescribed)"
        }
        #expect(
            lines == [
                "~ BOTH changed true", "~ CHANGED changed false", "~ DESCRIBED described true",
                "- GONE removed false", "+ NEW added false", "~ REKEYED rekeyed false",
            ])
        #expect(SecretsDifference(from: old, to: old).entries.isEmpty)
        #expect(SecretsDifference(from: nil, to: old).entries.allSatisfy { $0.kind == .added })
        #expect(SecretsDifference(from: old, to: nil).entries.count == 6)
        #expect(SecretsDifference(from: nil, to: nil).entries.isEmpty)
    }
}
