import Eigenpal
import EigenpalAPI
import SystemPackage
import Testing

@testable import SourceTool

@Suite struct RunInputsTests {
    @Test(arguments: [
        ("3", JSONValue.integer(3)), ("-2.5", .number(-2.5)), ("true", .bool(true)), ("null", .null),
        ("\"42\"", .string("42")), ("[1, \"a\"]", .array([.integer(1), .string("a")])),
        ("{\"a\": {}}", .object(["a": .object([:])])), ("", .string("")), ("yes", .string("yes")),
        ("007", .string("007")), ("1,5", .string("1,5")), ("NaN", .string("NaN")),
        ("1e999", .string("1e999")),
        ("[1, 2", .string("[1, 2")), ("{\"a\": 1, \"a\": 2}", .string("{\"a\": 1, \"a\": 2}")),
        ("True", .string("True")), ("a=b", .string("a=b")), ("0x10", .string("0x10")), ("+1", .string("+1")),
        ("12345678901234567890", .string("12345678901234567890")),
        ("9223372036854775807", .integer(.max)),
    ])
    func aValueIsJSONWhereItIsThat(text: String, value: JSONValue) {
        #expect(RunInputs.value(text) == value)
    }

    @Test func flagsGoBeforeTheObjectAndFilesAreListed() throws {
        let fixture = try Fixture()
        try AtomicFile.write([1, 2], to: fixture.work.appending("a.bin"))
        try AtomicFile.write([3], to: fixture.work.appending("b.bin"))
        let inputs = RunInputs(
            fields: ["a=2", "text=x=y"], json: #"{"a": 1, "b": [true]}"#,
            files: ["file=a.bin", "list=a.bin", "list=b.bin"])
        let read = try inputs.read(fixture.context())
        #expect(read.values == ["a": .integer(2), "b": .array([.bool(true)]), "text": .string("x=y")])
        #expect(read.files.map(\.name) == ["file", "list", "list"])
        #expect(read.forServer["file"] == .file(path: fixture.work.appending("a.bin").string))
        #expect(read.forServer.count == 5)
    }

    private static let refused: [(RunInputs, Int32)] = [
        (RunInputs(fields: ["a"]), Int32(2)), (RunInputs(fields: ["=1"]), 2),
        (RunInputs(fields: ["a=1", "a=2"]), 2), (RunInputs(json: "[1]"), 2), (RunInputs(json: "{"), 2),
        (RunInputs(json: "@gone.json"), 1), (RunInputs(files: ["a=gone.pdf"]), 1),
        (RunInputs(files: ["a=."]), 1), (RunInputs(fields: ["a=1"], files: ["a=here"]), 2),
    ]

    @Test(arguments: refused)
    func whatIsNoInputIsRefused(inputs: RunInputs, exitCode: Int32) throws {
        let fixture = try Fixture()
        let context = fixture.context()
        let error = toolError { () throws(ToolError) in _ = try inputs.read(context) }
        #expect(error?.exitCode == exitCode)
    }

    @Test func theObjectCanComeFromStandardInput() throws {
        let context = try Fixture().context(RecordingTerminal(input: #"{"a": "b"}"#))
        #expect(try RunInputs(json: "-").read(context).values == ["a": .string("b")])
    }

    @Test func momentsAreDaysTimesAndSpans() throws {
        #expect(try ListRuns.moment("24h", "--since", 1_800_000_000) == "2027-01-14T08:00:00Z")
        #expect(try ListRuns.moment("2026-07-14", "--since", 0) == "2026-07-14")
        #expect(try ListRuns.moment("2026-07-14T09:30:00Z", "--since", 0) == "2026-07-14T09:30:00Z")
        for text in ["", "yesterday", "-1h", "2026-7-14", "h", "99999999999999999999h"] {
            let error = toolError { () throws(ToolError) in _ = try ListRuns.moment(text, "--since", 0) }
            #expect(error?.exitCode == 2, "\(text)")
        }
    }
}
