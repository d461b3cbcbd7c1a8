/// An agent's source files: the answer of `GET /api/v1/agents/:id/files` without a `path`.
public struct AgentFilesResponse: Codable, Sendable, Hashable {
    /// The Git ref that was asked for, `main` by default.
    public var ref: String
    /// The commit that it names, 40 hexadecimal digits.
    public var commit: String
    /// The agent's package, such as `agents/finance/invoice`.
    public var packagePath: String
    /// The files, by path.
    public var files: [File]

    /// Describes an agent's files.
    public init(ref: String, commit: String, packagePath: String, files: [File]) {
        self.ref = ref
        self.commit = commit
        self.packagePath = packagePath
        self.files = files
    }

    /// One file of the list.
    public struct File: Codable, Sendable, Hashable {
        /// The path inside the package, such as `AGENT.md`.
        public var path: String
        /// The size in bytes.
        public var size: Int

        /// Describes a file.
        public init(path: String, size: Int) {
            self.path = path
            self.size = size
        }
    }
}

/// One of an agent's source files: the answer of `GET /api/v1/agents/:id/files` with a `path`.
///
/// Text comes in ``content``; what is not UTF-8 comes in ``contentBase64``.
public struct AgentFileResponse: Codable, Sendable, Hashable {
    /// The Git ref that was asked for, `main` by default.
    public var ref: String
    /// The commit that it names, 40 hexadecimal digits.
    public var commit: String
    /// The path inside the package, such as `AGENT.md`.
    public var path: String
    /// The size in bytes.
    public var size: Int
    /// The media type, such as `text/markdown; charset=utf-8`.
    public var contentType: String
    /// The file's text; nil where it is not text.
    public var content: String?
    /// The file's bytes in base64; nil where it is text.
    public var contentBase64: String?

    /// Describes a file.
    public init(
        ref: String, commit: String, path: String, size: Int, contentType: String, content: String? = nil,
        contentBase64: String? = nil
    ) {
        self.ref = ref
        self.commit = commit
        self.path = path
        self.size = size
        self.contentType = contentType
        self.content = content
        self.contentBase64 = contentBase64
    }
}

/// What `PUT /api/v1/agents/:id/files` takes. The endpoint is deprecated and answers 409: source is in Git.
public struct AgentsFilesPutBody: Codable, Sendable, Hashable {
    /// The file's bytes in base64.
    public var contentBase64: String

    /// Describes a file to put.
    public init(contentBase64: String) { self.contentBase64 = contentBase64 }
}

/// What `POST /api/v1/agents/:id/files` takes. The endpoint is deprecated and answers 409: source is in Git.
public struct AgentsFilesUploadBatchBody: Codable, Sendable, Hashable {
    /// The files: objects with any keys.
    public var files: [[String: JSONValue]]

    /// Describes files to upload.
    public init(files: [[String: JSONValue]]) { self.files = files }
}

/// The body of the 409 that the two deprecated file endpoints answer, beside the error envelope.
public struct AgentFilesConflict: Codable, Sendable, Hashable {
    /// The reason: the agent's source is in Git.
    public var error: String

    /// Gives the reason.
    public init(error: String) { self.error = error }
}
