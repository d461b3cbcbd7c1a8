import EigenpalAPI
import Testing

@testable import SourceTool

@Suite struct TerminalTableTests {
    private static let rows = [
        ["run_1", "agents.finance.invoices@1.2.0", "completed", "Ada Lovelace"],
        ["run_2", "workflows.請求書の処理", "failed", "bob\u{1B}[2J@example.com"],
    ]
    private static let table = FittedTable(
        header: ["ID", "TARGET", "STATUS", "BY"], rows: rows, flexible: [1, 3])

    @Test(arguments: [20, 30, 40, 50, 60, 80, 200])
    func aTableFitsItsTerminal(width: Int) {
        for line in Self.table.lines(Style(usesColor: false, width: width, isTerminal: true)) {
            #expect(TextWidth.of(line) <= width, "\(line)")
            #expect(!line.hasSuffix(" "))
        }
    }

    @Test(arguments: [20, 40, 80])
    func rowsAloneFitToo(width: Int) {
        let table = FittedTable(
            header: [], rows: [["output/reports/of the year/summary.txt", "1.2 kB", "application/x-ndjson"]],
            flexible: [0, 2])
        let lines = table.lines(Style(usesColor: false, width: width, isTerminal: true), indent: 2)
        #expect(lines.count == 1 && TextWidth.of(lines[0]) <= width - 2, "\(lines)")
    }

    @Test func nothingIsCutInAPipe() {
        let lines = Self.table.lines(Style(usesColor: false, width: 20))
        #expect(lines[1] == "run_1  agents.finance.invoices@1.2.0  completed  Ada Lovelace")
        #expect(!lines.joined().contains("…"))
        #expect(!lines.joined().unicodeScalars.contains("\u{1B}"))
    }

    @Test func columnsThatMayNotBeCutStay() {
        let lines = Self.table.lines(Style(usesColor: false, width: 50, isTerminal: true))
        #expect(lines[1].hasPrefix("run_1  agents"))
        #expect(lines[1].contains("completed"))
        #expect(lines[1].contains("…"))
    }

    @Test func widthsAreThoseOfATerminal() {
        #expect(TextWidth.of("abc") == 3)
        #expect(TextWidth.of("請求書") == 6)
        #expect(TextWidth.of("e\u{301}") == 1)
        #expect(TextWidth.cut("請求書", to: 5) == "請求…")
        #expect(TextWidth.cut("abc", to: 3) == "abc")
        #expect(TextWidth.cut("abc", to: 0).isEmpty)
    }

    @Test func timesAndSizesInWords() {
        #expect(TimeText.duration(milliseconds: 440) == "0.4 s")
        #expect(TimeText.duration(milliseconds: 59_960) == "1m 00s")
        #expect(TimeText.duration(milliseconds: 7_530_000) == "2h 05m")
        #expect(TimeText.duration(milliseconds: .nan).isEmpty)
        #expect(TimeText.ago("2027-01-15T07:59:57.123Z", now: 1_800_000_000) == "just now")
        #expect(TimeText.ago("2027-01-15T07:30:00Z", now: 1_800_000_000) == "30m ago")
        #expect(TimeText.ago("2026-07-14T09:30:00Z", now: 1_800_000_000) == "2026-07-14")
        #expect(TimeText.ago("soon", now: 0) == "soon")
        #expect(TimeText.size(999) == "999 B")
        #expect(TimeText.size(1_234_567) == "1.2 MB")
        #expect(TimeText.size(.max) == "9.2 EB")
    }

    @Test(arguments: [20, 40, 80])
    func aBarFitsItsTerminal(width: Int) {
        let line = TransferBar.line("output/quarterly-report.pdf", 600, of: 1000, width: width)
        #expect(TextWidth.of(line) <= max(width, 30))
        #expect(line.contains("60%"))
        #expect(TransferBar.line("a", 5, of: nil, width: width) == "a  5 B")
        #expect(TransferBar.line("a", 5, of: 0, width: width) == "a  5 B")
    }

    @Test func eventsOfATraceAreLines() {
        let event: JSONValue = [
            "time": "2026-07-14T09:30:05Z", "type": "step", "stepName": "read", "status": "completed",
        ]
        #expect(TraceEvent(event).line(.plain) == "09:30:05  step read completed")
        #expect(TraceEvent(["message": "two pages"]).text == "two pages")
        #expect(TraceEvent(["n": 1]).text == "{ \"n\": 1 }")
        #expect(TraceEvent("plain").text == "plain")
    }
}
