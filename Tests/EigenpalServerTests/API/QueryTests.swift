import HTTPTypes
import TestSupport
import Testing

@testable import EigenpalServer

@Suite struct QueryTests {
    @Test func decodesFormEncoding() throws {
        let query = try Query("a=1&b=x+y%2Bz&c=%C3%A9&d&e=&f=a=b&&g=%26")
        #expect(try query.text("a") == "1")
        #expect(try query.text("b") == "x y+z")
        #expect(try query.text("c") == "é")
        #expect(try query.text("d") == nil)
        #expect(try query.text("e") == nil)
        #expect(try query.text("f") == "a=b")
        #expect(try query.text("g") == "&")
        #expect(try query.text("missing") == nil)
        #expect(try Query(nil).text("a") == nil)
    }

    @Test(arguments: ["a=%", "a=%4", "a=%zz", "%ff=1", "a=%C3", "a=%00", "a=%0A", "a=x%7F", "%01=1"])
    func refusesWhatIsNoText(_ text: String) {
        #expect(throws: APIError.self) { try Query(text) }
    }

    @Test func readsNumbersInTheirRange() throws {
        func limit(_ text: String) throws -> Int { try Query(text).page().limit }
        #expect(try limit("") == 50)
        #expect(try limit("limit=1") == 1)
        #expect(try limit("limit=100") == 100)
        for text in ["0", "101", "-1", "1.5", "1e2", "٣", "0x10", "99999999999999999999", " 1"] {
            let error = #expect(throws: APIError.self) { try limit("limit=\(text)") }
            #expect(error?.status == .badRequest)
            #expect(error?.issues[0].field == "limit")
        }
        #expect(try Query("offset=9223372036854775807").page().offset == .max)
        #expect(throws: APIError.self) { try Query("offset=-1").page() }
    }

    @Test func readsFlagsAndChoices() throws {
        #expect(try Query("x=true").flag("x"))
        #expect(try Query("x=True").flag("x"))
        #expect(try !Query("x=false").flag("x"))
        #expect(try !Query("").flag("x"))
        #expect(throws: APIError.self) { try Query("x=yes").flag("x") }
        #expect(try Query("x=a,b").choices("x", of: ["a", "b", "c"]) == ["a", "b"])
        #expect(throws: APIError.self) { try Query("x=a,d").choices("x", of: ["a", "b", "c"]) }
        #expect(throws: APIError.self) { try Query("x=a&x=b").text("x") }
        #expect(throws: APIError.self) { try Query("").required("x") }
    }

    @Test func survivesAnyBytes() {
        var generator = SeededGenerator(seed: 3)
        let pieces = ["a", "=", "&", "%", "+", "%41", "%C3%A9", "%00", "é", "2", "f", "\u{1}"]
        var read = 0
        for _ in 0..<5_000 {
            let text = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
                pieces.randomElement(using: &generator)!
            }.joined()
            if let query = try? Query(text) {
                read += 1
                _ = try? query.text("a")
                _ = try? query.page()
            }
        }
        #expect(read > 100)
    }
}
