import EigenpalAPI
import Foundation
import Testing

@Suite struct APIDateTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
        (951_782_399_999, "2000-02-28T23:59:59.999Z"),
        (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (1_784_021_400_007, "2026-07-14T09:30:00.007Z"),
        (-62_167_219_200_000, "0000-01-01T00:00:00.000Z"),
        (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
    ])
    func writesAndReads(milliseconds: Int64, text: String) {
        #expect(APIDate.string(milliseconds: milliseconds) == text)
        #expect(APIDate.milliseconds(parsing: text) == milliseconds)
    }

    @Test func agreesWithTheCalendarAtAnyMoment() {
        var generator = SeededGenerator(seed: 1)
        let style = Date.ISO8601FormatStyle()
        for _ in 0..<2_000 {
            // After 1600, since before the calendar of Foundation is another.
            let seconds = Int64.random(in: -11_000_000_000...253_402_300_799, using: &generator)
            let fraction = Int64.random(in: 0...999, using: &generator)
            let text = APIDate.string(milliseconds: seconds * 1_000 + fraction)
            let whole = Date(timeIntervalSince1970: Double(seconds)).formatted(style).dropLast()
            #expect(text == "\(whole).\(String(fraction + 1_000).dropFirst())Z")
            #expect(APIDate.milliseconds(parsing: text) == seconds * 1_000 + fraction)
        }
    }

    @Test func putsMomentsBeyondItsYearsAtTheirEnd() {
        #expect(APIDate.string(milliseconds: .max) == "9999-12-31T23:59:59.999Z")
        #expect(APIDate.string(milliseconds: .min) == "0000-01-01T00:00:00.000Z")
    }

    @Test(arguments: [
        ("2026-07-14T09:30:00Z", 1_784_021_400_000),
        ("2026-07-14T09:30:00.5Z", 1_784_021_400_500),
        ("2026-07-14T09:30:00.123456789Z", 1_784_021_400_123),
        ("2026-07-14T11:30:00+02:00", 1_784_021_400_000),
        ("2026-07-14T04:00:00.000-05:30", 1_784_021_400_000),
    ])
    func readsWhatOtherServersWrite(text: String, milliseconds: Int64) {
        #expect(APIDate.milliseconds(parsing: text) == milliseconds)
    }

    @Test(arguments: [
        "", "2026-07-14", "2026-07-14T09:30:00", "2026-07-14 09:30:00Z", "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z", "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-04-31T00:00:00Z",
        "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:60Z", "2026-01-01T00:00:00.Z",
        "2026-01-01T00:00:00Zz", "2026-01-01T00:00:00+0200", "2026-01-01T00:00:00+24:00",
        "+026-01-01T00:00:00Z",
        "２026-01-01T00:00:00Z",
    ])
    func refusesWhatIsNoMoment(text: String) {
        #expect(APIDate.milliseconds(parsing: text) == nil)
    }
}
