import EigenpalAPI

/// Whether a run's input is what its package takes.
public struct InputFit: Sendable {
    private let input: [String: JSONValue]
    private let fileInputs: Set<String>
    private let schema: JSONValue?

    /// Prepares the question.
    ///
    /// - Parameters:
    ///   - input: the values, by name.
    ///   - fileInputs: the names of the inputs that are files.
    ///   - schema: the package's `input-schema.json`; nil where it has none.
    public init(input: [String: JSONValue], fileInputs: Set<String>, schema: JSONValue?) {
        (self.input, self.fileInputs, self.schema) = (input, fileInputs, schema)
    }

    /// Every place that does not fit: `input.…` and `files.…`.
    ///
    /// A file's own form is not the caller's to make, so that of a file the schema is asked no more than whether there may
    /// be one.
    public var issues: [JSONSchemaIssue] {
        var issues = fileInputs.sorted().filter { input[$0] != nil }.map { name in
            JSONSchemaIssue(
                path: "input.\(name)", code: "repeated_parameter",
                message: "`\(name)` is given as a value and as a file.")
        }
        guard let schema else { return issues }
        var checked = schema
        if var fields = schema.object, !fileInputs.isEmpty {
            fields["required"] = fields["required"]?.array.map { required in
                .array(required.filter { !fileInputs.contains($0.string ?? "") })
            }
            checked = .object(fields)
            let properties = fields["properties"]?.object ?? [:]
            if fields["additionalProperties"] == .bool(false) {
                issues += fileInputs.sorted().filter { properties[$0] == nil }.map { name in
                    JSONSchemaIssue(
                        path: "files.\(name)", code: "additional_property",
                        message: "`\(name)` is no input of this package.")
                }
            }
        }
        return issues
            + JSONSchema(checked).issues(of: .object(input)).map {
                JSONSchemaIssue(
                    path: $0.path.isEmpty ? "input" : "input.\($0.path)", code: $0.code, message: $0.message)
            }
    }
}
