import EigenpalAPI
import SystemPackage
import TestSupport
import Testing

@testable import SourceTool

@Suite struct APIFieldTests {
    let fixture: Fixture

    init() throws {
        fixture = try Fixture()
    }

    private func value(_ typed: String, isRaw: Bool = false) throws -> JSONValue {
        try APIField(parsing: typed, isRaw: isRaw).value(fixture.context())
    }

    @Test(arguments: [
        ("a=true", JSONValue.bool(true)), ("a=false", .bool(false)), ("a=null", .null),
        ("a=12", .integer(12)),
        ("a=-3", .integer(-3)), ("a=1.5", .string("1.5")), ("a=007", .string("007")), ("a=", .string("")),
        ("a=b=c", .string("b=c")), ("a=99999999999999999999", .string("99999999999999999999")),
        ("a=True", .string("True")),
    ])
    func takesValuesForWhatTheyLookLike(_ typed: String, _ expected: JSONValue) throws {
        #expect(try value(typed) == expected)
    }

    @Test func takesRawTextAsItIs() throws {
        for text in ["true", "12", "@file", "null"] {
            #expect(try value("a=\(text)", isRaw: true) == .string(text))
        }
    }

    @Test func readsAFile() throws {
        try AtomicFile.write(Array("text é\n".utf8), to: fixture.work.appending("file"))
        #expect(try value("a=@file") == .string("text é\n"))
        #expect(throws: ToolError("there is no file \(fixture.work)/none")) { try value("a=@none") }
        try AtomicFile.write([0xFF], to: fixture.work.appending("binary"))
        #expect(throws: ToolError("\(fixture.work)/binary is not text in UTF-8")) { try value("a=@binary") }
    }

    @Test(arguments: ["", "a", "=b"])
    func refuses(_ typed: String) {
        #expect(
            toolError { () throws(ToolError) in _ = try APIField(parsing: typed, isRaw: false) }?.exitCode
                == 2)
    }

    @Test func putsFieldsTogether() throws {
        let object = try JSONFields.object([
            ("a", .integer(1)), ("b[c]", .integer(2)), ("b[d][e]", .integer(3)), ("f[]", .integer(4)),
            ("f[]", .integer(5)),
            ("g[][h]", .integer(6)),
        ])
        #expect(
            object == [
                "a": 1, "b": ["c": 2, "d": ["e": 3]], "f": [4, 5], "g": [["h": 6]],
            ])
    }

    @Test(arguments: [
        ["a", "a"], ["a", "a[b]"], ["a[b]", "a"], ["a[]", "a[b]"], ["a[b]", "a[]"], ["a[b"], ["a]"], ["[a]"],
        ["a[b]c"],
        ["a" + String(repeating: "[b]", count: 40)],
    ])
    func refusesFieldsThatDoNotGoTogether(_ names: [String]) {
        let error = toolError { () throws(ToolError) in _ = try JSONFields.object(names.map { ($0, .null) }) }
        #expect(error?.exitCode == 2 || names == ["a]"])
    }

    @Test(arguments: [
        ("agents", "/api/v1/agents"), ("/api/v1/agents", "/api/v1/agents"),
        ("api/v1/agents", "/api/v1/agents"),
        ("agents/x?limit=1", "/api/v1/agents/x?limit=1"), ("/", "/"),
    ])
    func completesPaths(_ typed: String, _ path: String) throws {
        #expect(try APIRequest.path(typed) == path)
    }

    @Test(arguments: ["", "https://evil.example/x", "//evil.example/x", "http://127.0.0.1"])
    func takesNoWholeURL(_ typed: String) {
        #expect(toolError { () throws(ToolError) in _ = try APIRequest.path(typed) }?.exitCode == 2)
    }
}
