import EigenpalAPI
import Foundation
import TestSupport
import Testing

@testable import SourceTool

@Suite struct OutputTests {
    struct Answer: Renderable {
        var text: String
        func lines(_ style: Style) -> [String] { [style.name(text)] }
    }

    @Test func onlyItsOwnColoursReachATerminal() {
        let style = Style(usesColor: true)
        #expect(Output.cleaned(style.good("well")) == "\u{1B}[32mwell\u{1B}[0m")
        let hostile = "\u{1B}]0;title\u{7}\u{1B}[2J\u{1B}[31;1mred\u{9B}1A\u{202E}txt\rover"
        let cleaned = Output.cleaned(style.bold(hostile))
        #expect(cleaned.hasPrefix("\u{1B}[1m"))
        #expect(cleaned.hasSuffix("\u{1B}[0m"))
        let inner = cleaned.unicodeScalars.dropFirst(4).dropLast(4)
        #expect(
            inner.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) && $0.value != 0x202E })
    }

    @Test(arguments: ["\u{1B}[31m", "\u{1B}[0m", "\u{1B}[1m", "\u{F0000}31;"])
    func coloursFromOutsideAreShownAndNotObeyed(sequence: String) {
        for text in [Style.plain.good("a\(sequence)b"), Style(usesColor: true).good("a\(sequence)b")] {
            let inner =
                Output.cleaned(text).split(separator: "a", maxSplits: 1).last?.prefix { $0 != "b" } ?? ""
            #expect(!inner.isEmpty)
            #expect(!inner.unicodeScalars.contains("\u{1B}"))
        }
    }

    @Test func linesStayLines() {
        #expect(!Output.cleaned("one\ntwo").contains("\n"))
    }

    @Test func JSONHidesNothing() throws {
        let json = try Output.json(Answer(text: "a\u{1B}[31m\u{202E}\u{9B}\u{85}\u{2028}é\u{E0041}"))
        #expect(json.contains(#"a\u001b[31m\u202e\u009b\u0085\u2028é\udb40\udc41"#))
        #expect(json.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
    }

    @Test func JSONIsLaidOut() {
        let compact = #"{"a":[],"b":{},"c":[1,{"d":"{[,:]}\"\\"}],"e":null}"#
        #expect(
            String(decoding: JSONLayout.bytes(of: Array(compact.utf8)), as: UTF8.self) == #"""
                {
                  "a": [],
                  "b": {},
                  "c": [
                    1,
                    {
                      "d": "{[,:]}\"\\"
                    }
                  ],
                  "e": null
                }

                """#)
    }

    @Test func theLayoutChangesNoValue() throws {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<300 {
            let value = Self.value(depth: 4, &generator)
            let text = try Output.json(value)
            #expect(try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) == value)
        }
    }

    private static func value(depth: Int, _ generator: inout SeededGenerator) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 6 : 4), using: &generator) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &generator))
        case 2: return .integer(Int64.random(in: .min ... .max, using: &generator))
        case 3: return .string(text(&generator))
        case 4:
            return .array(
                (0..<Int.random(in: 0...3, using: &generator)).map { _ in value(depth: depth - 1, &generator)
                })
        default:
            var fields: [String: JSONValue] = [:]
            for _ in 0..<Int.random(in: 0...3, using: &generator) {
                fields[text(&generator)] = value(depth: depth - 1, &generator)
            }
            return .object(fields)
        }
    }

    private static func text(_ generator: inout SeededGenerator) -> String {
        let pieces = [
            "a", "\"", "\\", "{", "}", "[", "]", ",", ":", " ", "\n", "\u{1B}", "\u{202E}", "é", "\u{E0041}",
            "\u{85}",
        ]
        return (0..<Int.random(in: 0...5, using: &generator))
            .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
    }

    @Test func anAnswerIsWrittenWhole() throws {
        let fixture = try Fixture()
        let terminal = RecordingTerminal()
        try Output.render(Answer(text: "x"), json: false, in: fixture.context(terminal))
        try Output.render(Answer(text: "x"), json: true, in: fixture.context(terminal))
        #expect(terminal.output == "x\n{\n  \"text\": \"x\"\n}\n")
    }

    @Test func tablesAlign() {
        let rows = [["a", "bbb", ""], ["aaa", "", "c"], ["", "", ""]]
        #expect(Style.plain.table(rows) == ["a    bbb", "aaa       c", ""])
        let coloured = Style(usesColor: true).table([["a", "b"], ["aa", "b"]]) {
            Style(usesColor: true).bold($1)
        }
        #expect(Output.cleaned(coloured[0]) == "\u{1B}[1ma\u{1B}[0m   \u{1B}[1mb\u{1B}[0m")
    }

    @Test func anErrorSaysWhatIsNext() {
        let error = ToolError("it failed", details: ["because"], next: "eigenpal-src doctor")
        #expect(error.lines == ["it failed", "  because", "next: eigenpal-src doctor"])
    }

    @Test(arguments: [
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Thu, 29 Feb 2024 12:00:00 GMT", 1_709_208_000), ("Fri, 31 Dec 1999 23:59:60 GMT", 946_684_800),
    ])
    func readsHTTPDates(_ text: String, _ seconds: Int64) {
        #expect(HTTPDate.secondsSince1970(text) == seconds)
    }

    @Test(arguments: [
        "", "now", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nox 1994 08:49:37 GMT",
        "Sun, 99 Nov 1994 08:49:37 GMT",
    ])
    func refusesOtherDates(_ text: String) {
        #expect(HTTPDate.secondsSince1970(text) == nil)
    }
}
