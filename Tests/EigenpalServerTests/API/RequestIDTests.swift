import Testing

@testable import EigenpalServer

@Suite struct RequestIDTests {
    @Test func takesAWellFormedValue() {
        #expect(RequestIDMiddleware.isWellFormed("req_abcdefgh"))
        #expect(RequestIDMiddleware.isWellFormed("0af7651916cd43dd8448eb211c80319c"))
        #expect(RequestIDMiddleware.isWellFormed(String(repeating: "a", count: 64)))
        #expect(RequestIDMiddleware.isWellFormed(Identifier.random(.request)))
    }

    @Test(arguments: [
        "", "short", "has space", "a\u{1B}[31mred", "quote\"quote", "é-accents", "line\nline-line",
    ])
    func replacesAnythingElse(_ value: String) {
        #expect(!RequestIDMiddleware.isWellFormed(value))
    }

    @Test func replacesWhatIsTooLong() {
        #expect(!RequestIDMiddleware.isWellFormed(String(repeating: "a", count: 65)))
    }

    @Test func identifiersTellWhatTheyName() {
        for kind in Identifier.Kind.allCases {
            let ids = (0..<100).map { _ in Identifier.random(kind) }
            #expect(Set(ids).count == 100)
            for id in ids {
                #expect(id.hasPrefix(kind.rawValue))
                #expect(id.utf8.count == kind.rawValue.utf8.count + 16)
            }
        }
    }
}
