import EigenpalAPI
import HTTPTypes
import Running

/// What a run is to be started with, as a request's body says it.
struct RunStart: Sendable {
    /// What to run.
    var target: String
    /// The input, keyed by name.
    var input: [String: JSONValue] = [:]
    /// Files that the server has already.
    var references: [String: FileReferences] = [:]
    /// Files that came with the request.
    var files: [ReceivedForm.File] = []
    /// Outputs of steps that are taken as they are.
    var overrides: JSONValue?
    /// What the caller wants to find again.
    var metadata: JSONValue?

    /// What files' fields begin with in a form.
    static let filePrefix = "files."

    /// Reads a body in JSON.
    init(_ body: RunStartBody) {
        target = body.target
        input = body.input ?? [:]
        references = body.files ?? [:]
        overrides = body.overrides.map(Self.json)
        metadata = body.metadata.map(JSONValue.object)
    }

    /// Reads a form.
    ///
    /// - Throws: 400 for a field that is missing, or is not JSON.
    init(_ form: ReceivedForm) throws(APIError) {
        guard let target = form.fields["target"], !target.isEmpty else {
            throw APIError(.badRequest, code: "required", field: "target", "`target` is missing.")
        }
        self.target = target
        input = try Self.object("input", in: form) ?? [:]
        overrides = try Self.object("overrides", in: form).map(JSONValue.object)
        metadata = try Self.object("metadata", in: form).map(JSONValue.object)
        for file in form.files {
            guard file.field.hasPrefix(Self.filePrefix), file.field.count > Self.filePrefix.count else {
                throw APIError(
                    .badRequest, code: "unknown_field", field: file.field,
                    "A file's field is `files.<inputName>`, and not \(quoted(file.field)).")
            }
        }
        files = form.files
    }

    private static func json(_ overrides: RunStartBody.Overrides) -> JSONValue {
        var fields = overrides.additional
        if let steps = overrides.steps { fields["steps"] = .object(steps) }
        return .object(fields)
    }

    private static func object(
        _ name: String, in form: ReceivedForm
    ) throws(APIError) -> [String: JSONValue]? {
        guard let text = form.fields[name], !text.isEmpty else { return nil }
        guard let object = (try? JSONValue(text: text))?.object else {
            throw APIError(
                .badRequest, code: "invalid_json", field: name, "The form's `\(name)` is not a JSON object.")
        }
        return object
    }

    /// The names of the inputs that are files.
    var fileInputs: Set<String> {
        Set(references.keys).union(files.map { String($0.field.dropFirst(Self.filePrefix.count)) })
    }

    /// Texts that are kept beside the JSON, where a NUL would end them, and that a query could not look for.
    private var unstorable: [APIError.Issue] {
        var texts = fileInputs.sorted().map { ("files.\($0)", $0) }
        for name in ["batchId", "exampleId"] {
            if let text = metadata?[name]?.string { texts.append(("metadata.\(name)", text)) }
        }
        for (name, files) in references.sorted(by: { $0.key < $1.key }) {
            texts += files.all.compactMap { file in file.mimeType.map { ("files.\(name)", $0) } }
        }
        // A note may have lines.
        if let note = metadata?["annotation"]?.string, note.utf8.contains(0) {
            texts.append(("metadata.annotation", note))
        }
        return texts.compactMap { field, text in
            guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return nil }
            return .init(
                field: field, code: "invalid_characters", message: "`\(field)` has control characters in it.")
        }
    }

    /// Checks the input against a package's schema. A file's own form is not the caller's to make, so that of a file the
    /// schema is asked no more than whether there may be one.
    ///
    /// - Throws: 400 with an issue for each place that does not fit.
    func requireFit(_ schema: JSONValue?) throws(APIError) {
        let issues =
            unstorable
            + InputFit(input: input, fileInputs: fileInputs, schema: schema).issues.map {
                APIError.Issue(field: $0.path, code: $0.code, message: $0.message)
            }
        guard issues.isEmpty else {
            throw APIError(
                .badRequest, issues: issues, hint: "The package's input-schema.json says what it takes.")
        }
    }
}
