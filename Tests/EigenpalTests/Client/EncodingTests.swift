import EigenpalAPI
import Testing

@testable import Eigenpal

@Suite struct EncodingTests {
    @Test func aSegmentStaysOneSegment() throws {
        #expect(try Request(.get, ["agents", "a/b"]).encodedTarget() == "/api/v1/agents/a%2Fb")
        #expect(
            try Request(.get, ["agents", "ä b?#%+&;=@"]).encodedTarget()
                == "/api/v1/agents/%C3%A4%20b%3F%23%25%2B%26%3B%3D%40")
        #expect(
            try Request(.get, ["agents", "finance.invoice-2_x~"]).encodedTarget()
                == "/api/v1/agents/finance.invoice-2_x~")
    }

    @Test(arguments: ["", ".", ".."])
    func aSegmentThatMovesThePathIsRefused(segment: String) {
        #expect(throws: EigenpalError.self) { try Request(.get, ["agents", segment]).encodedTarget() }
    }

    @Test func aQueryIsStrict() throws {
        let query = Query().adding("a", "x y&z=1").adding("none", nil as String?).adding("n", 5).adding(
            "on", true
        )
        .adding("é", "+%/")
        #expect(query.encoded == "a=x%20y%26z%3D1&n=5&on=true&%C3%A9=%2B%25%2F")
        #expect(try Request(.get, ["agents"], query: query).encodedTarget().hasPrefix("/api/v1/agents?a="))
        #expect(try Request(.get, ["agents"]).encodedTarget() == "/api/v1/agents")
        let more = Request(method: "GET", target: "/x?a=1", query: Query().adding("b", 2), body: nil)
        #expect(try more.encodedTarget() == "/x?a=1&b=2")
    }

    @Test func whatIsEncodedIsDecoded() {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<500 {
            let bytes = (0..<Int.random(in: 0..<20, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            let text = String(decoding: bytes, as: UTF8.self)
            let encoded = PercentEncoding.encode(text)
            #expect(encoded.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") })
            #expect(PercentEncoding.decode(encoded) == text)
        }
    }

    @Test(arguments: ["%", "%4", "%zz", "a%", "%FF"])
    func brokenEncodingIsNotDecoded(text: String) {
        #expect(PercentEncoding.decode(text) == nil)
    }
}

@Suite struct RetryAfterTests {
    /// 2026-07-14T09:30:00Z, a Tuesday.
    private let now = 1_784_021_400.0

    @Test(arguments: [
        ("0", 0.0), ("7", 7), (" 30 ", 30), ("99999999999999999999", 31_536_000), ("100000000", 31_536_000),
        ("Tue, 14 Jul 2026 09:30:05 GMT", 5), ("Tue, 14 Jul 2026 09:29:00 GMT", 0),
        ("Wed, 15 Jul 2026 09:30:00 GMT", 86_400),
    ])
    func reads(text: String, seconds: Double) {
        #expect(RetryAfter.duration(parsing: text, now: now) == .seconds(seconds))
    }

    @Test(arguments: [
        "", " ", "-1", "1.5", "soon", "Tue, 14 Jul 2026 09:30:05 CET", "Tue 14 Jul 2026 09:30:05 GMT",
        "Tue, 31 Feb 2026 09:30:05 GMT", "Tue, 14 jul 2026 09:30:05 GMT", "Tue, 14 Jul 26 09:30:05 GMT",
    ])
    func refuses(text: String) {
        #expect(RetryAfter.duration(parsing: text, now: now) == nil)
    }
}
