import Testing

@testable import EigenpalServer

@Suite struct APIKeyTokenTests {
    @Test func readsItsOwnText() throws {
        let token = APIKeyToken.random()
        #expect(token.text.hasPrefix("ep_"))
        #expect(token.text.utf8.count == 72)
        let read = try #require(APIKeyToken(parsing: token.text))
        #expect(read.keyID == token.keyID)
        #expect(read.hash == token.hash)
        #expect(read.matches(token.hash))
        #expect(token.keyID == "key_" + token.text.dropFirst(3).prefix(16))
    }

    @Test func everyKeyIsAnother() {
        let tokens = (0..<200).map { _ in APIKeyToken.random() }
        #expect(Set(tokens.map(\.keyID)).count == 200)
        #expect(Set(tokens.map(\.hash)).count == 200)
    }

    @Test func aChangedSecretDoesNotMatch() throws {
        let token = APIKeyToken.random()
        let bytes = Array(token.text.utf8)
        for index in 20..<bytes.count {
            var changed = bytes
            changed[index] = changed[index] == UInt8(ascii: "a") ? UInt8(ascii: "b") : UInt8(ascii: "a")
            let other = try #require(APIKeyToken(parsing: String(decoding: changed, as: UTF8.self)))
            #expect(other.keyID == token.keyID)
            #expect(!other.matches(token.hash))
        }
        #expect(!token.matches([]))
        #expect(!token.matches(Array(token.hash.dropLast())))
    }

    @Test(arguments: [
        "", "ep_", "ep__", "bearer", "eg_0123456789", "ep_" + String(repeating: "a", count: 69),
        "ep_\(String(repeating: "a", count: 16))_\(String(repeating: "a", count: 51))",
        "ep_\(String(repeating: "a", count: 16))_\(String(repeating: "a", count: 53))",
        "ep_\(String(repeating: "a", count: 16))_\(String(repeating: "A", count: 52))",
        "ep_\(String(repeating: "1", count: 16))_\(String(repeating: "a", count: 52))",
        "EP_\(String(repeating: "a", count: 16))_\(String(repeating: "a", count: 52))",
        "ep_\(String(repeating: "a", count: 16))-\(String(repeating: "a", count: 52))",
        "ep_\(String(repeating: "é", count: 8))_\(String(repeating: "a", count: 52))",
    ])
    func refusesOtherForms(_ text: String) {
        #expect(APIKeyToken(parsing: text) == nil)
    }
}
