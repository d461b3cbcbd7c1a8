import EigenpalAPI
import Foundation
import Running
import TestSupport
import Testing

/// Generated schemas and values, judged by the `jsonschema` package from PyPI and by this one.
@Suite struct JSONSchemaOracleTests {
    @Test func generatedSchemasAreJudgedAlike() async throws {
        var generator = SchemaGenerator(random: SeededGenerator(seed: 20_26))
        var pairs: [JSONValue] = []
        for _ in 0..<400 {
            let schema = generator.root()
            for _ in 0..<4 {
                pairs.append(["schema": schema, "value": generator.value(like: schema, depth: 0)])
            }
        }
        let python = try await OraclePython.path()
        let input = String(decoding: try JSONEncoder().encode(pairs), as: UTF8.self)
        let script = """
            import json, sys
            from jsonschema import Draft202012Validator
            for pair in json.load(sys.stdin):
                print(int(Draft202012Validator(pair["schema"]).is_valid(pair["value"])))
            """
        let result = try await runCommand(
            python, ["-c", script], environment: ["PYTHONPATH": nil], input: input)
        #expect(result.exitCode == 0, "\(result.errorOutput)")
        let verdicts = result.output.split(separator: "\n").map { $0 == "1" }
        try #require(verdicts.count == pairs.count)
        var valid = 0
        for (pair, verdict) in zip(pairs, verdicts) {
            let (schema, value) = (pair["schema"] ?? nil, pair["value"] ?? nil)
            let issues = JSONSchema(schema).issues(of: value)
            #expect(issues.isEmpty == verdict, "\(Self.text(pair)) \(issues)")
            if verdict { valid += 1 }
        }
        // Both verdicts must come often enough to mean something.
        #expect(valid > pairs.count / 5 && valid < pairs.count * 4 / 5, "\(valid) of \(pairs.count)")
    }

    private static func text(_ value: JSONValue) -> String {
        (try? JSONEncoder().encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}

/// A Python that has the package: the system's own, or one in a virtual environment below `.build`.
private enum OraclePython {
    private static let requirement = "jsonschema==4.26.0"

    static func path() async throws -> String {
        let has = "from importlib.metadata import version as v; assert v('jsonschema') == '4.26.0'"
        if try await runCommand("python3", ["-c", has], environment: ["PYTHONPATH": nil]).exitCode == 0 {
            return "python3"
        }
        let directory = "\(Products.checkout)/.build/schema-oracle"
        let python = "\(directory)/bin/python"
        if FileManager.default.fileExists(atPath: python),
            try await runCommand(python, ["-c", has], environment: ["PYTHONPATH": nil]).exitCode == 0
        {
            return python
        }
        for command in [
            ["python3", "-m", "venv", directory],
            [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", requirement],
        ] {
            let result = try await runCommand(
                command[0], Array(command.dropFirst()), environment: ["PYTHONPATH": nil])
            try #require(result.exitCode == 0, "\(command): \(result.errorOutput)")
        }
        return python
    }
}

/// Schemas at random, and values that are near to what they ask for.
private struct SchemaGenerator {
    var random: SeededGenerator
    private var refersToDefinitions = true

    init(random: SeededGenerator) { self.random = random }

    private static let names = ["a", "b", "c", "long-name", "ü", "x1"]
    private static let patterns = [
        "^a", "b$", "[0-9]+", "^x[a-f]*$", "a|bc", "^(ab){1,2}c?$", "\\\\d", "^.{2}$", "^[^a]*$", "(?!ab)^a",
    ].map { $0.replacing("\\\\", with: "\\") }
    private static let texts = [
        "", "a", "ab", "abab", "ababc", "b1", "xyz", "x1", "xfade", "ü😀", "12", "bc", "abcd",
    ]

    private mutating func pick<Element>(_ list: [Element]) -> Element {
        list[Int.random(in: list.indices, using: &random)]
    }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    mutating func root() -> JSONValue {
        var schema = self.schema(depth: 0).object ?? [:]
        // Those that refer to each other without end are another test's.
        refersToDefinitions = false
        schema["$defs"] = .object(["one": self.schema(depth: 2), "two": self.schema(depth: 2)])
        refersToDefinitions = true
        return .object(schema)
    }

    private mutating func count() -> JSONValue { .integer(Int64.random(in: 0...3, using: &random)) }

    private mutating func number() -> JSONValue {
        pick([
            .integer(0), .integer(1), .integer(-2), .integer(3), .number(0.5), .number(1), .number(2.5),
            .integer(7),
        ])
    }

    mutating func schema(depth: Int) -> JSONValue {
        if depth > 0, chance(6) { return .bool(chance(70)) }
        if refersToDefinitions, depth > 0, depth < 4, chance(10) {
            return ["$ref": pick(["#/$defs/one", "#/$defs/two"])]
        }
        var fields: [String: JSONValue] = [:]
        let keywords = [
            "type", "enum", "const", "properties", "required", "additionalProperties", "patternProperties",
            "propertyNames", "minProperties", "maxProperties", "items", "prefixItems", "contains", "minItems",
            "maxItems", "uniqueItems", "minLength", "maxLength", "pattern", "minimum", "maximum",
            "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "allOf", "anyOf", "oneOf", "not", "if",
            "dependentRequired", "dependentSchemas",
        ]
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let keyword = pick(keywords)
            if let value = keywordValue(keyword, depth: depth) { fields[keyword] = value }
            if keyword == "if" {
                fields["then"] = schema(depth: depth + 1)
                if chance(50) { fields["else"] = schema(depth: depth + 1) }
            }
            if keyword == "contains", chance(50) {
                fields["minContains"] = count()
                fields["maxContains"] = count()
            }
        }
        return .object(fields)
    }

    private mutating func keywordValue(_ keyword: String, depth: Int) -> JSONValue? {
        let nested = [
            "properties", "additionalProperties", "patternProperties", "propertyNames", "items",
            "prefixItems",
            "contains", "allOf", "anyOf", "oneOf", "not", "if", "dependentSchemas",
        ]
        if depth > 3, nested.contains(keyword) { return nil }
        switch keyword {
        case "type":
            let types: [JSONValue] = ["null", "boolean", "integer", "number", "string", "array", "object"]
            return chance(70) ? pick(types) : .array(Array(Set([pick(types), pick(types)])))
        case "enum": return .array((0..<3).map { _ in anything(depth: 2) })
        case "const": return anything(depth: 2)
        case "required": return .array(Array(Set([.string(pick(Self.names)), .string(pick(Self.names))])))
        case "properties", "dependentSchemas":
            return [pick(Self.names): schema(depth: depth + 1), "a": schema(depth: depth + 1)]
        case "patternProperties": return .object([pick(Self.patterns): schema(depth: depth + 1)])
        case "dependentRequired": return .object([pick(Self.names): .array([.string(pick(Self.names))])])
        case "prefixItems", "allOf", "anyOf", "oneOf":
            return .array((0...Int.random(in: 0...2, using: &random)).map { _ in schema(depth: depth + 1) })
        case "uniqueItems": return true
        case "pattern": return .string(pick(Self.patterns))
        case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum": return number()
        case "multipleOf": return pick([.integer(2), .number(0.5), .integer(3)])
        case _ where nested.contains(keyword): return schema(depth: depth + 1)
        default: return count()
        }
    }

    mutating func anything(depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth > 2 ? 5 : 8), using: &random) {
        case 0: return .null
        case 1: return .bool(chance(50))
        case 2, 3: return number()
        case 4, 5: return .string(pick(Self.texts))
        case 6:
            return .array(
                (0..<Int.random(in: 0...3, using: &random)).map { _ in anything(depth: depth + 1) })
        default:
            var fields: [String: JSONValue] = [:]
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                fields[pick(Self.names)] = anything(depth: depth + 1)
            }
            return .object(fields)
        }
    }

    /// A value of a kind that the schema's own keywords are about.
    mutating func value(like schema: JSONValue, depth: Int) -> JSONValue {
        guard let fields = schema.object, depth < 4, chance(85) else { return anything(depth: depth) }
        if let value = fields["const"], chance(70) { return value }
        if let values = fields["enum"]?.array, chance(70) { return pick(values) }
        if fields["properties"] != nil || fields["required"] != nil || fields["patternProperties"] != nil {
            var made: [String: JSONValue] = [:]
            for (name, below) in (fields["properties"]?.object ?? [:]).sorted(by: { $0.key < $1.key })
            where chance(70) {
                made[name] = value(like: below, depth: depth + 1)
            }
            for name in fields["required"]?.array?.compactMap(\.string) ?? [] where chance(80) {
                made[name] = made[name] ?? anything(depth: depth + 1)
            }
            if chance(30) { made[pick(Self.names)] = anything(depth: depth + 1) }
            return .object(made)
        }
        if let first = fields["items"] ?? fields["contains"] {
            return .array(
                (0..<Int.random(in: 0...3, using: &random)).map { _ in value(like: first, depth: depth + 1) })
        }
        if fields["pattern"] != nil || fields["minLength"] != nil { return .string(pick(Self.texts)) }
        return anything(depth: depth)
    }
}
