import EigenpalAPI
import Foundation
import Running
import TestSupport
import Testing

@Suite struct JSONSchemaTests {
    /// A case of `Tests/Vectors/json-schema.json`.
    struct Vector: Decodable, Sendable {
        struct Issue: Decodable, Hashable {
            let path: String
            let code: String
        }
        let name: String
        let schema: JSONValue
        let value: JSONValue
        let issues: [Issue]
    }

    @Test func vectorsAreJudgedAsWritten() throws {
        let url = URL(fileURLWithPath: "\(Products.checkout)/Tests/Vectors/json-schema.json")
        let vectors = try JSONDecoder().decode([Vector].self, from: Data(contentsOf: url))
        #expect(vectors.count >= 60)
        for vector in vectors {
            let found = JSONSchema(vector.schema).issues(of: vector.value)
            let places = found.map { Vector.Issue(path: $0.path, code: $0.code) }
            #expect(Set(places) == Set(vector.issues), "\(vector.name): \(found)")
            #expect(found.allSatisfy { !$0.message.isEmpty })
        }
    }

    @Test func messagesAreForPeople() {
        let schema = JSONSchema([
            "type": "object", "required": ["file"],
            "properties": ["kind": ["enum": ["invoice", "receipt"]], "lines": ["items": ["minimum": 0]]],
        ])
        let issues = schema.issues(of: ["kind": "bill", "lines": [1, -2]])
        #expect(
            issues.map(\.description) == [
                "file: it is required", "kind: it must be one of \"invoice\", \"receipt\"",
                "lines[1]: it must be at least 0",
            ])
    }

    @Test func whatIsNoSchemaIsRefused() throws {
        #expect(throws: RunningError.self) { try JSONSchema(parsing: Array("[]".utf8)) }
        #expect(throws: RunningError.self) { try JSONSchema(parsing: Array("{".utf8)) }
        #expect(try JSONSchema(parsing: Array("false".utf8)).issues(of: 1).first?.code == "not_allowed")
    }

    @Test(arguments: [
        "^(a+)+$", "^(a|a)*$", "(x+x+)+y", "^(([a-z])+.)+[A-Z]([a-z])+$", "(a*)*b", "^(a?){40}a{40}$",
        "(?=(a+)+b)c", "^((a{1,100}){1,100})$",
    ])
    func patternsDoNotHang(_ pattern: String) {
        let text = String(repeating: "a", count: 1000) + "!"
        // One that goes back over the text would take longer than the world is old.
        let issues = JSONSchema(["pattern": .string(pattern)]).issues(of: .string(text))
        #expect(issues.count == 1)
    }

    @Test(arguments: [
        "(", ")", "[", "a{3,2}", "*a", "a**", "\\", "(?<=a)b", "(a)\\1", "\\p{Nonsense}", "[z-a]",
        "\\u{110000}",
        String(repeating: "(", count: 3000), "(((a{1000}){1000}){1000})", String(repeating: "a", count: 5000),
    ])
    func patternsThatCannotBeUsedAreIssues(_ pattern: String) {
        #expect(
            JSONSchema(["pattern": .string(pattern)]).issues(of: "aaa").map(\.code) == ["invalid_pattern"])
        // Not even where the schema asks for what does not match.
        #expect(JSONSchema(["not": ["pattern": .string(pattern)]]).issues(of: "aaa").isEmpty == false)
    }

    @Test func endlessReferencesEnd() {
        let endless = JSONSchema(["$ref": "#"])
        #expect(endless.issues(of: 1).map(\.code) == ["schema_too_complex"])
        var wide: JSONValue = ["type": "string"]
        for _ in 0..<60 { wide = ["anyOf": [wide, wide, wide]] }
        #expect(JSONSchema(wide).issues(of: 1).map(\.code) == ["schema_too_complex"])
        let tree = JSONSchema(["properties": ["next": ["$ref": "#"]], "additionalProperties": false])
        var value: JSONValue = ["wrong": 1]
        for _ in 0..<100 { value = ["next": value] }
        let issues = tree.issues(of: value)
        #expect(issues.map(\.code) == ["additional_property"])
        #expect(issues.first?.path == String(repeating: "next.", count: 100) + "wrong")
    }

    @Test func issuesAreBounded() {
        let value = JSONValue.array((0..<1000).map { .integer($0) })
        #expect(JSONSchema(["items": ["type": "string"]]).issues(of: value).count == 100)
    }
}
