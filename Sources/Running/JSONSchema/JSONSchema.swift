import EigenpalAPI

/// A JSON Schema, and whether values keep to it: what packages say of their input and output.
///
/// It is read by draft 2020-12; where draft-07 differs (`definitions`, a list of schemas as `items`, `additionalItems`,
/// `dependencies`) that is understood, too. Not known, and without effect: `$dynamicRef`, `unevaluatedProperties`,
/// `unevaluatedItems`, references to anything but the schema itself by `#` and `#/…`, and `format`, which says what a value
/// means and not what it must be.
///
/// ```swift
/// let schema = JSONSchema(["type": "object", "required": ["file"]])
/// schema.issues(of: [:])  // file: "required"
/// ```
public struct JSONSchema: Sendable {
    let root: JSONValue
    /// The most issues that are told.
    static let maximumIssues = 100
    /// How deep references and values may nest.
    static let maximumDepth = 256
    /// How many schemas may be gone into for one value.
    static let maximumSteps = 1_000_000
    /// How many places of texts and patterns together are looked at for one value: this many take about a second.
    static let patternBudget = 10_000_000

    /// A schema that was read already. What is no schema in it has no effect.
    public init(_ root: JSONValue) { self.root = root }

    /// Reads a schema's text.
    ///
    /// - Throws: ``RunningError`` for text that is not JSON, or neither an object nor a boolean.
    public init(parsing text: [UInt8]) throws(RunningError) {
        let root = try JSONReader.value(of: text)
        switch root {
        case .object, .bool: self.root = root
        default: throw RunningError("a schema is an object, true or false")
        }
    }

    /// What is wrong with a value; nothing for one that keeps to the schema.
    ///
    /// A schema that refers to itself without end, or takes too long to go through, is an issue with the code
    /// `schema_too_complex`; a pattern that cannot be used is one with `invalid_pattern` or `pattern_too_complex`.
    public func issues(of value: JSONValue) -> [JSONSchemaIssue] {
        var check = SchemaCheck(root: root)
        var issues = check.issues(of: value, by: root, at: ValuePath(), depth: 0)
        // What could not be told must not count as kept to, even inside a "not".
        for obstacle in check.obstacles where !issues.contains(obstacle) { issues.append(obstacle) }
        return Array(issues.prefix(Self.maximumIssues))
    }
}
