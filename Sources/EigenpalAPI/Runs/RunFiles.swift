/// A file of a run, by name.
public struct RunFile: Codable, Sendable, Hashable {
    /// Its name; below a folder with `/` between.
    public var name: String
    /// Fields beside it: this server tells `id`, `size` and `contentType` of an input.
    public var additional: [String: JSONValue]

    /// Names a file.
    public init(name: String, additional: [String: JSONValue] = [:]) {
        self.name = name
        self.additional = additional
    }

    private enum CodingKeys: String, CodingKey, CaseIterable { case name }

    /// Reads a file, keys it does not know kept.
    public init(from decoder: any Decoder) throws {
        name = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .name)
        additional = try decoder.additionalFields(besides: CodingKeys.self)
    }

    /// Writes the file.
    public func encode(to encoder: any Encoder) throws {
        try encoder.encodeAdditional(additional, besides: CodingKeys.self)
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(name, forKey: .name)
    }
}

/// Something a run left behind that can be downloaded.
public struct RunArtifact: Codable, Sendable, Hashable {
    /// Its name, without folders.
    public var name: String
    /// Its path: `output/…` for what it made; `trace.jsonl`, `issues.md` and `eigenpal.lock` at the root.
    public var path: String
    /// The step of a workflow that made it.
    public var stepName: String?
    /// Its media type, by its name.
    public var contentType: Nullable<String>
    /// Its size in bytes.
    public var size: Nullable<Int>

    /// Describes an artifact.
    public init(
        name: String, path: String, stepName: String? = nil, contentType: Nullable<String> = .absent,
        size: Nullable<Int> = .absent
    ) {
        self.name = name
        self.path = path
        self.stepName = stepName
        self.contentType = contentType
        self.size = size
    }
}

/// What a run left behind: the answer of `GET /api/v1/runs/:id/artifacts`.
public struct RunArtifactsResponse: Codable, Sendable, Hashable {
    /// The artifacts, by path.
    public var artifacts: [RunArtifact]

    /// Describes an answer.
    public init(artifacts: [RunArtifact]) { self.artifacts = artifacts }
}

/// A run's files: the answer of `GET /api/v1/runs/:id/files`.
public struct RunFilesResponse: Codable, Sendable, Hashable {
    /// What it was given.
    public var inputs: [Input]
    /// What it made, keyed by the step that made it; this server keys an agent's by `output`.
    public var outputsByStep: [String: JSONValue]

    /// Describes an answer.
    public init(inputs: [Input], outputsByStep: [String: JSONValue] = [:]) {
        self.inputs = inputs
        self.outputsByStep = outputsByStep
    }

    /// A file that a run was given.
    public struct Input: Codable, Sendable, Hashable {
        /// Its id, `file_…`; a later run may be given it by this.
        public var id: String?
        /// The input that it is.
        public var inputName: Nullable<String>
        /// Its name.
        public var filename: String?
        /// Its media type.
        public var mimeType: Nullable<String>
        /// Its size in bytes.
        public var size: Nullable<Int>
        /// Fields beside these.
        public var additional: [String: JSONValue]

        /// Describes a file.
        public init(
            id: String? = nil, inputName: Nullable<String> = .absent, filename: String? = nil,
            mimeType: Nullable<String> = .absent, size: Nullable<Int> = .absent,
            additional: [String: JSONValue] = [:]
        ) {
            self.id = id
            self.inputName = inputName
            self.filename = filename
            self.mimeType = mimeType
            self.size = size
            self.additional = additional
        }

        private enum CodingKeys: String, CodingKey, CaseIterable {
            case id, inputName, filename, mimeType, size
        }

        /// Reads a file, keys it does not know kept.
        public init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            id = try fields.decodeIfPresent(String.self, forKey: .id)
            inputName = try fields.decode(Nullable<String>.self, forKey: .inputName)
            filename = try fields.decodeIfPresent(String.self, forKey: .filename)
            mimeType = try fields.decode(Nullable<String>.self, forKey: .mimeType)
            size = try fields.decode(Nullable<Int>.self, forKey: .size)
            additional = try decoder.additionalFields(besides: CodingKeys.self)
        }

        /// Writes the file, fields that are absent left out.
        public func encode(to encoder: any Encoder) throws {
            try encoder.encodeAdditional(additional, besides: CodingKeys.self)
            var fields = encoder.container(keyedBy: CodingKeys.self)
            try fields.encodeIfPresent(id, forKey: .id)
            try fields.encode(inputName, forKey: .inputName)
            try fields.encodeIfPresent(filename, forKey: .filename)
            try fields.encode(mimeType, forKey: .mimeType)
            try fields.encode(size, forKey: .size)
        }
    }
}

/// A file that a run was given after it was made: the answer of `POST /api/v1/runs/:id/files`.
public struct RunFileUploadResponse: Codable, Sendable, Hashable {
    /// The file; nil from a server that answers in another form.
    public var file: RunFilesResponse.Input?
    /// Fields beside it.
    public var additional: [String: JSONValue]

    /// Describes an answer.
    public init(file: RunFilesResponse.Input?, additional: [String: JSONValue] = [:]) {
        self.file = file
        self.additional = additional
    }

    private enum CodingKeys: String, CodingKey, CaseIterable { case file }

    /// Reads an answer, keys it does not know kept.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        file = try fields.decodeIfPresent(RunFilesResponse.Input.self, forKey: .file)
        additional = try decoder.additionalFields(besides: CodingKeys.self)
    }

    /// Writes the answer, fields that are absent left out.
    public func encode(to encoder: any Encoder) throws {
        try encoder.encodeAdditional(additional, besides: CodingKeys.self)
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encodeIfPresent(file, forKey: .file)
    }
}
