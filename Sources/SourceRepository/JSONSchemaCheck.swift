import SourceFormat

/// Whether a document can be a JSON Schema: an object, whose keywords have the types that JSON Schema (draft 4 to
/// 2020-12) gives them. What a schema says is for those who use it.
struct JSONSchemaCheck {
    private let file: String
    private var findings: [Finding] = []

    private init(file: String) { self.file = file }

    /// What is wrong with a schema's text.
    static func findings(_ text: [UInt8], file: String) -> [Finding] {
        var check = JSONSchemaCheck(file: file)
        do throws(JSONDocument.SyntaxError) {
            check.root(try JSONDocument.parse(text))
        } catch {
            check.report(
                error.line, code: "invalid_json", "the file is not JSON: \(error.message)",
                "Correct it; to check: python3 -m json.tool \(file)")
        }
        return check.findings
    }

    private static let types: Set<String> = [
        "array", "boolean", "integer", "null", "number", "object", "string",
    ]
    /// Keywords whose value is a schema.
    private static let schemaKeywords: Set<String> = [
        "additionalItems", "additionalProperties", "contains", "else", "if", "not", "propertyNames", "then",
        "unevaluatedItems", "unevaluatedProperties",
    ]
    /// Keywords whose value is an object of schemas.
    private static let schemaMapKeywords: Set<String> = [
        "$defs", "definitions", "dependentSchemas", "patternProperties", "properties",
    ]
    /// Keywords whose value is a list of schemas.
    private static let schemaListKeywords: Set<String> = ["allOf", "anyOf", "oneOf", "prefixItems"]
    private static let stringKeywords: Set<String> = [
        "$anchor", "$comment", "$id", "$ref", "$schema", "description", "format", "pattern", "title",
    ]
    private static let countKeywords: Set<String> = [
        "maxContains", "maxItems", "maxLength", "maxProperties", "minContains", "minItems", "minLength",
        "minProperties",
    ]

    private mutating func report(
        _ line: Int, code: String = "invalid_schema", _ message: String, _ remedy: String
    ) {
        findings.append(
            Finding(file: file, line: line, code: code, message: message, remedy: remedy))
    }

    private mutating func root(_ node: JSONDocument.Node) {
        guard case .object = node.value else {
            report(
                node.line, "the schema is \(node.value.kindName) and must be an object",
                "Begin it with {\"type\": \"object\", \"properties\": {…}}")
            return
        }
        schema(node, named: "the schema")
    }

    private mutating func schema(_ node: JSONDocument.Node, named name: String) {
        switch node.value {
        case .bool: return
        case .object(let members):
            for member in members { keyword(member.key, member.node) }
        default:
            report(
                node.line, "\(name) is \(node.value.kindName) where a schema is due",
                "Write an object, true or false")
        }
    }

    private mutating func keyword(_ key: String, _ node: JSONDocument.Node) {
        switch key {
        case "type": type(node)
        case "required": required(node)
        case "enum":
            guard case .array = node.value else { return wrong(key, node, due: "a list of values") }
        case "items":
            // Up to draft 2019-09 a list of schemas, one for each item, is as good.
            if case .array(let elements) = node.value {
                for element in elements { schema(element, named: "\"items\"") }
            } else {
                schema(node, named: "\"items\"")
            }
        case _ where Self.schemaKeywords.contains(key): schema(node, named: "\"\(key)\"")
        case _ where Self.schemaMapKeywords.contains(key):
            guard case .object(let members) = node.value else {
                return wrong(key, node, due: "an object of schemas")
            }
            for member in members { schema(member.node, named: "\"\(member.key)\"") }
        case _ where Self.schemaListKeywords.contains(key):
            guard case .array(let elements) = node.value else {
                return wrong(key, node, due: "a list of schemas")
            }
            for element in elements { schema(element, named: "an element of \"\(key)\"") }
        case _ where Self.stringKeywords.contains(key):
            guard case .string = node.value else { return wrong(key, node, due: "a string") }
        case _ where Self.countKeywords.contains(key):
            guard case .number(let text) = node.value, !text.hasPrefix("-") else {
                return wrong(key, node, due: "a count from 0")
            }
        default: break
        }
    }

    private mutating func type(_ node: JSONDocument.Node) {
        let known = Self.types.sorted().joined(separator: ", ")
        switch node.value {
        case .string(let name) where Self.types.contains(name): return
        case .array(let elements) where !elements.isEmpty:
            for element in elements {
                guard case .string(let name) = element.value, Self.types.contains(name) else {
                    report(
                        element.line, "\"type\" names a type that JSON does not have", "Use one of \(known)")
                    continue
                }
            }
        case .string(let name):
            report(node.line, "\"type\" is \"\(name)\", which JSON does not have", "Use one of \(known)")
        default: wrong("type", node, due: "a type's name or a list of them")
        }
    }

    private mutating func required(_ node: JSONDocument.Node) {
        // Draft 3 wrote a boolean; draft 4 and all since write names.
        guard case .array(let elements) = node.value else {
            return wrong("required", node, due: "a list of property names")
        }
        for element in elements {
            guard case .string = element.value else {
                wrong("required", element, due: "a property's name")
                continue
            }
        }
    }

    private mutating func wrong(_ key: String, _ node: JSONDocument.Node, due: String) {
        report(node.line, "\"\(key)\" has \(node.value.kindName) where \(due) is due", "Write \(due)")
    }
}
