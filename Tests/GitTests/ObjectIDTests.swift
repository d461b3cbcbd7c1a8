import Git
import TestSupport
import Testing

@Suite("Object names")
struct ObjectIDTests {
    @Test("take 40 hexadecimal digits of either case and give them back in lower case")
    func hexadecimal() throws {
        let id = try #require(ObjectID(hex: "0123456789ABCDEFabcdef0123456789abcdef01"))
        #expect(id.hex == "0123456789abcdefabcdef0123456789abcdef01")
        #expect(id.description == id.hex)
        #expect(ObjectID.zero.hex == String(repeating: "0", count: 40))
    }

    @Test(
        "take nothing else",
        arguments: [
            "", "0", String(repeating: "a", count: 39), String(repeating: "a", count: 41),
            String(repeating: "g", count: 40), "-" + String(repeating: "0", count: 39),
            " " + String(repeating: "0", count: 39), String(repeating: "０", count: 40),
        ])
    func refuses(_ text: String) {
        #expect(ObjectID(hex: text) == nil)
    }

    @Test("are ordered as their digits are, and give them back, whatever they are")
    func order() throws {
        var random = SeededGenerator(seed: 7)
        let texts = (0..<500).map { _ in
            String((0..<40).map { _ in "0123456789abcdef".randomElement(using: &random) ?? "0" })
        }
        let ids = try texts.map { try #require(ObjectID(hex: $0)) }
        #expect(ids.map(\.hex) == texts)
        #expect(ids.sorted().map(\.hex) == texts.sorted())
        #expect(Set(ids).count == Set(texts).count)
    }
}
