import EigenpalAPI

/// One value held against one schema.
struct SchemaCheck {
    let root: JSONValue
    /// What kept it from telling.
    private(set) var obstacles: [JSONSchemaIssue] = []
    private var steps = 0
    /// How many places of texts and patterns together may still be looked at.
    private var patternBudget = JSONSchema.patternBudget
    private var patterns: [String: SchemaPattern?] = [:]
    private var references: [String: JSONValue?] = [:]

    init(root: JSONValue) { self.root = root }

    /// What is wrong with a value by one schema and all that it holds.
    mutating func issues(
        of value: JSONValue, by schema: JSONValue, at path: ValuePath, depth: Int
    ) -> [JSONSchemaIssue] {
        steps += 1
        guard obstacles.isEmpty else { return [] }
        if let choices = schema["enum"]?.array { steps += choices.count / 16 }
        guard depth < JSONSchema.maximumDepth, steps <= JSONSchema.maximumSteps else {
            obstruct(
                path, "schema_too_complex", "the schema goes too deep, or takes too long, to be checked here")
            return []
        }
        switch schema {
        case .bool(true): return []
        case .bool(false):
            return [.init(path: path.text, code: "not_allowed", message: "nothing is allowed here")]
        case .object(let keywords):
            var found = Rules.issues(of: value, keywords, at: path)
            found += references(value, keywords, path, depth)
            found += combinations(value, keywords, path, depth)
            switch value {
            case .object(let fields): found += properties(fields, keywords, path, depth)
            case .array(let elements): found += items(elements, keywords, path, depth)
            case .string(let text): found += pattern(text, keywords, path)
            default: break
            }
            return found
        default: return []
        }
    }

    mutating func obstruct(_ path: ValuePath, _ code: String, _ message: String) {
        if obstacles.count < JSONSchema.maximumIssues {
            obstacles.append(.init(path: path.text, code: code, message: message))
        }
    }

    mutating func isValid(_ value: JSONValue, by schema: JSONValue, at path: ValuePath, depth: Int) -> Bool {
        issues(of: value, by: schema, at: path, depth: depth).isEmpty
    }

    // MARK: References

    private mutating func references(
        _ value: JSONValue, _ keywords: [String: JSONValue], _ path: ValuePath, _ depth: Int
    ) -> [JSONSchemaIssue] {
        guard let reference = keywords["$ref"]?.string, reference.hasPrefix("#") else { return [] }
        if references[reference] == nil { references[reference] = .some(resolve(reference)) }
        guard let schema = references[reference] ?? nil else {
            obstruct(path, "invalid_reference", "the schema has nothing at \(reference)")
            return []
        }
        return issues(of: value, by: schema, at: path, depth: depth + 1)
    }

    private func resolve(_ reference: String) -> JSONValue? {
        let pointer = reference.dropFirst()
        if pointer.isEmpty { return root }
        guard pointer.first == "/" else { return anchor(String(pointer), in: root, depth: 0) }
        var current = root
        for part in pointer.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            let name = Self.unescaped(part)
            let next =
                if case .array = current { Int(name).flatMap { current[$0] } } else { current[name] }
            guard let next else { return nil }
            current = next
        }
        return current
    }

    /// A part of a JSON pointer in a fragment: `%25` first, then `~1` and `~0`.
    private static func unescaped(_ part: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(part.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self).replacing("~1", with: "/").replacing("~0", with: "~")
    }

    private func anchor(_ name: String, in schema: JSONValue, depth: Int) -> JSONValue? {
        guard depth < JSONSchema.maximumDepth else { return nil }
        switch schema {
        case .object(let fields):
            if fields["$anchor"]?.string == name { return schema }
            for (key, below) in fields where key != "enum" && key != "const" {
                if let found = anchor(name, in: below, depth: depth + 1) { return found }
            }
        case .array(let elements):
            for below in elements {
                if let found = anchor(name, in: below, depth: depth + 1) { return found }
            }
        default: break
        }
        return nil
    }

    // MARK: Combinations

    private mutating func combinations(
        _ value: JSONValue, _ keywords: [String: JSONValue], _ path: ValuePath, _ depth: Int
    ) -> [JSONSchemaIssue] {
        var found: [JSONSchemaIssue] = []
        for schema in keywords["allOf"]?.array ?? [] {
            found += issues(of: value, by: schema, at: path, depth: depth + 1)
        }
        if let schemas = keywords["anyOf"]?.array { found += any(of: schemas, value, path, depth) }
        if let schemas = keywords["oneOf"]?.array, schemas.count == 1 {
            found += issues(of: value, by: schemas[0], at: path, depth: depth + 1)
        } else if let schemas = keywords["oneOf"]?.array {
            let count = schemas.count { isValid(value, by: $0, at: path, depth: depth + 1) }
            if count == 0 {
                found.append(none(of: schemas, path, code: "one_of"))
            } else if count > 1 {
                found.append(
                    .init(
                        path: path.text, code: "one_of",
                        message: "it fits \(count) of the schema's alternatives, and must fit exactly one"))
            }
        }
        if let schema = keywords["not"], isValid(value, by: schema, at: path, depth: depth + 1) {
            found.append(.init(path: path.text, code: "not", message: "it is what the schema excludes"))
        }
        if let condition = keywords["if"] {
            let name = isValid(value, by: condition, at: path, depth: depth + 1) ? "then" : "else"
            if let schema = keywords[name] {
                found += issues(of: value, by: schema, at: path, depth: depth + 1)
            }
        }
        return found
    }

    private mutating func any(
        of schemas: [JSONValue], _ value: JSONValue, _ path: ValuePath, _ depth: Int
    ) -> [JSONSchemaIssue] {
        if schemas.count == 1 { return issues(of: value, by: schemas[0], at: path, depth: depth + 1) }
        for schema in schemas where isValid(value, by: schema, at: path, depth: depth + 1) { return [] }
        return [none(of: schemas, path, code: "any_of")]
    }

    private func none(of schemas: [JSONValue], _ path: ValuePath, code: String) -> JSONSchemaIssue {
        JSONSchemaIssue(
            path: path.text, code: code, message: "it fits none of the schema's \(schemas.count) alternatives"
        )
    }

    // MARK: Patterns

    private mutating func pattern(
        _ text: String, _ keywords: [String: JSONValue], _ path: ValuePath
    ) -> [JSONSchemaIssue] {
        guard let pattern = keywords["pattern"]?.string else { return [] }
        guard matches(text, pattern, at: path) == false else { return [] }
        return [.init(path: path.text, code: "pattern", message: "it does not match the pattern \(pattern)")]
    }

    /// Whether a text matches; nil where that cannot be told, which is noted.
    mutating func matches(_ text: String, _ source: String, at path: ValuePath) -> Bool? {
        if patterns[source] == nil { patterns[source] = .some(SchemaPattern(source)) }
        guard let pattern = patterns[source] ?? nil else {
            obstruct(path, "invalid_pattern", "the schema's pattern \(source) cannot be used")
            return nil
        }
        guard let answer = pattern.matches(text, budget: &patternBudget) else {
            obstruct(path, "pattern_too_complex", "the text is too long for the schema's pattern \(source)")
            return nil
        }
        return answer
    }
}
