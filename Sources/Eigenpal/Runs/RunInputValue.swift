import EigenpalAPI

/// One of a run's inputs: JSON, a file, or a list of files.
///
/// ```swift
/// let input: [String: RunInputValue] = [
///     "language": "en",
///     "limits": ["pages": 20, "tables": true],
///     "contract": .file(path: "contract.pdf"),
///     "appendices": [.file(path: "a.pdf"), .file(path: "b.pdf")],
///     "before": .file(id: "file_7"),
/// ]
/// ```
public struct RunInputValue: Sendable, Hashable {
    let content: Content

    indirect enum Content: Sendable, Hashable {
        case json(JSONValue)
        case file(FileUpload)
        case stored(FileReference)
        case list([RunInputValue])
        case object([String: RunInputValue])
    }

    /// Any JSON.
    public static func json(_ value: JSONValue) -> RunInputValue { RunInputValue(content: .json(value)) }

    /// A text.
    public static func string(_ text: String) -> RunInputValue { .json(.string(text)) }

    /// A file to send with the run.
    public static func file(_ file: FileUpload) -> RunInputValue { RunInputValue(content: .file(file)) }

    /// A file on disk: ``FileUpload/file(path:name:contentType:)``.
    public static func file(
        path: String, name: String? = nil, contentType: String? = nil
    ) -> RunInputValue {
        .file(FileUpload.file(path: path, name: name, contentType: contentType))
    }

    /// A file that is open already: ``FileUpload/file(handle:name:contentType:)``.
    public static func file(handle: CInt, name: String, contentType: String? = nil) -> RunInputValue {
        .file(FileUpload.file(handle: handle, name: name, contentType: contentType))
    }

    /// A file whose bytes are in memory: ``FileUpload/file(_:name:contentType:)``.
    public static func file(
        _ bytes: some Sequence<UInt8>, name: String, contentType: String? = nil
    ) -> RunInputValue {
        .file(FileUpload.file(bytes, name: name, contentType: contentType))
    }

    /// A list of JSON, or of files.
    public static func list(_ values: [RunInputValue]) -> RunInputValue {
        RunInputValue(content: .list(values))
    }

    /// A file that the server has already: an input of an earlier run.
    ///
    /// - Parameters:
    ///   - id: its id, `file_…`.
    ///   - name: the name that the run is to see; the file's own where nil.
    ///   - contentType: its media type; the file's own where nil.
    public static func file(id: String, name: String? = nil, contentType: String? = nil) -> RunInputValue {
        RunInputValue(content: .stored(FileReference(fileId: id, filename: name, mimeType: contentType)))
    }

    /// The JSON, where there is no file anywhere in it.
    var json: JSONValue? {
        switch content {
        case .json(let value): return value
        case .file, .stored: return nil
        case .list(let values):
            let values = values.map(\.json)
            return values.contains(nil) ? nil : .array(values.compactMap(\.self))
        case .object(let fields):
            let fields = fields.mapValues(\.json)
            return fields.values.contains(nil) ? nil : .object(fields.compactMapValues(\.self))
        }
    }

    /// The files, where it is one or a list of nothing else.
    var uploads: [FileUpload]? {
        switch content {
        case .file(let file): return [file]
        case .list(let values):
            let files = values.map { value -> FileUpload? in
                guard case .file(let file) = value.content else { return nil }
                return file
            }
            return files.isEmpty || files.contains(nil) ? nil : files.compactMap(\.self)
        default: return nil
        }
    }

    /// The files that the server has, where it is one or a list of nothing else.
    var references: FileReferences? {
        switch content {
        case .stored(let file): return .one(file)
        case .list(let values):
            let files = values.map { value -> FileReference? in
                guard case .stored(let file) = value.content else { return nil }
                return file
            }
            return files.isEmpty || files.contains(nil) ? nil : .many(files.compactMap(\.self))
        default: return nil
        }
    }
}

extension RunInputValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    /// `null`.
    public init(nilLiteral: ()) { content = .json(.null) }
    /// `true` or `false`.
    public init(booleanLiteral value: Bool) { content = .json(.bool(value)) }
    /// A whole number.
    public init(integerLiteral value: Int64) { content = .json(.integer(value)) }
    /// A number.
    public init(floatLiteral value: Double) { content = .json(.number(value)) }
    /// A text.
    public init(stringLiteral value: String) { content = .json(.string(value)) }
    /// A list of JSON, or of files.
    public init(arrayLiteral elements: RunInputValue...) { content = .list(elements) }
    /// An object; of a key that is written twice the last value counts.
    public init(dictionaryLiteral elements: (String, RunInputValue)...) {
        content = .object(Dictionary(elements, uniquingKeysWith: { _, last in last }))
    }
}
