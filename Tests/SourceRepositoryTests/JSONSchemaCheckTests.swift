import SourceFormat
import Testing

@testable import SourceRepository

@Suite struct JSONSchemaCheckTests {
    @Test(arguments: [
        "{}",
        #"{"type": "object", "properties": {"a": {"type": ["string", "null"]}, "type": {}}, "required": ["a"]}"#,
        ##"{"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": {"x": true}, "$ref": "#/$defs/x"}"##,
        #"{"items": [{"type": "string"}, false], "additionalItems": false, "minItems": 2, "enum": [1, null]}"#,
        #"{"allOf": [{"not": {"const": 1}}], "x-own": {"type": "anything"}, "default": {"type": 3}}"#,
        #"{"examples": [{"type": "no schema"}], "const": {"required": true}}"#,
    ])
    func takes(schema: String) {
        #expect(JSONSchemaCheck.findings(Array(schema.utf8), file: "schema.json") == [])
    }

    @Test(arguments: [
        ("[]", 1, "invalid_schema"), ("true", 1, "invalid_schema"), ("{", 1, "invalid_json"),
        ("", 1, "invalid_json"),
        ("{\n\"type\": \"text\"}", 2, "invalid_schema"), ("{\"type\": 3}", 1, "invalid_schema"),
        ("{\"type\": []}", 1, "invalid_schema"), ("{\"type\": [\"string\",\n\"x\"]}", 2, "invalid_schema"),
        ("{\"required\": true}", 1, "invalid_schema"), ("{\"required\": [\n1]}", 2, "invalid_schema"),
        ("{\"properties\": []}", 1, "invalid_schema"),
        ("{\"properties\": {\n\"a\":\n\"string\"}}", 3, "invalid_schema"),
        ("{\"properties\": {\"a\": {\"properties\": {\"b\":\n1}}}}", 2, "invalid_schema"),
        ("{\"items\": \"string\"}", 1, "invalid_schema"), ("{\"anyOf\": {}}", 1, "invalid_schema"),
        ("{\"anyOf\": [1]}", 1, "invalid_schema"), ("{\"title\": 1}", 1, "invalid_schema"),
        ("{\"minLength\": -1}", 1, "invalid_schema"), ("{\"enum\": 1}", 1, "invalid_schema"),
        ("{\"type\": \"object\",\n\"type\": \"object\"}", 2, "invalid_json"),
    ])
    func refuses(schema: String, line: Int, code: String) {
        let findings = JSONSchemaCheck.findings(Array(schema.utf8), file: "schema.json")
        #expect(findings.count == 1)
        #expect(findings.first?.line == line)
        #expect(findings.first?.code == code)
        #expect(findings.first?.file == "schema.json")
        #expect(findings.first?.remedy?.isEmpty == false)
    }

    @Test func tellsEverythingAtOnce() {
        let schema = #"{"type": 1, "required": 2, "properties": {"a": 3, "b": {"type": "c"}}}"#
        #expect(JSONSchemaCheck.findings(Array(schema.utf8), file: "schema.json").count == 4)
    }
}
