/// One file of the source repository: the answer of `GET /api/v1/source/raw`.
public struct RawSourceResponse: Codable, Sendable, Hashable {
    /// The Git ref that was asked for, `main` by default.
    public var ref: String
    /// The file's path in the repository.
    public var path: String
    /// The media type, such as `text/yaml; charset=utf-8`.
    public var contentType: String
    /// The file's text.
    public var content: String

    /// Describes a file.
    public init(ref: String, path: String, contentType: String, content: String) {
        self.ref = ref
        self.path = path
        self.contentType = contentType
        self.content = content
    }
}
