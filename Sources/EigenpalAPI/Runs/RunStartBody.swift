/// What `POST /api/v1/runs` takes as JSON.
public struct RunStartBody: Codable, Sendable, Hashable {
    /// What to run: `agents.<slug>` or `workflows.<slug>`, with `@<version>` behind it where the query has none.
    public var target: String
    /// The input, keyed by name.
    public var input: [String: JSONValue]?
    /// Files that the server has already, keyed by the input's name.
    public var files: [String: FileReferences]?
    /// Outputs of steps that are to be taken as they are.
    public var overrides: Overrides?
    /// Whatever the caller wants to find again.
    public var metadata: [String: JSONValue]?
    /// Fields beside these.
    public var additional: [String: JSONValue]

    /// Describes a run to start.
    public init(
        target: String, input: [String: JSONValue]? = nil, files: [String: FileReferences]? = nil,
        overrides: Overrides? = nil, metadata: [String: JSONValue]? = nil,
        additional: [String: JSONValue] = [:]
    ) {
        self.target = target
        self.input = input
        self.files = files
        self.overrides = overrides
        self.metadata = metadata
        self.additional = additional
    }

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case target, input, files, overrides, metadata
    }

    /// Reads a body, keys it does not know kept.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        target = try fields.decode(String.self, forKey: .target)
        input = try fields.decodeIfPresent([String: JSONValue].self, forKey: .input)
        files = try fields.decodeIfPresent([String: FileReferences].self, forKey: .files)
        overrides = try fields.decodeIfPresent(Overrides.self, forKey: .overrides)
        metadata = try fields.decodeIfPresent([String: JSONValue].self, forKey: .metadata)
        additional = try decoder.additionalFields(besides: CodingKeys.self)
    }

    /// Writes the body, fields without a value left out.
    public func encode(to encoder: any Encoder) throws {
        try encoder.encodeAdditional(additional, besides: CodingKeys.self)
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(target, forKey: .target)
        try fields.encodeIfPresent(input, forKey: .input)
        try fields.encodeIfPresent(files, forKey: .files)
        try fields.encodeIfPresent(overrides, forKey: .overrides)
        try fields.encodeIfPresent(metadata, forKey: .metadata)
    }

    /// What a run is to take as it is instead of working it out.
    public struct Overrides: Codable, Sendable, Hashable {
        /// Outputs, keyed by the step's name.
        public var steps: [String: JSONValue]?
        /// Fields beside these.
        public var additional: [String: JSONValue]

        /// Describes overrides.
        public init(steps: [String: JSONValue]? = nil, additional: [String: JSONValue] = [:]) {
            self.steps = steps
            self.additional = additional
        }

        private enum CodingKeys: String, CodingKey, CaseIterable { case steps }

        /// Reads overrides, keys it does not know kept.
        public init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            steps = try fields.decodeIfPresent([String: JSONValue].self, forKey: .steps)
            additional = try decoder.additionalFields(besides: CodingKeys.self)
        }

        /// Writes the overrides, fields without a value left out.
        public func encode(to encoder: any Encoder) throws {
            try encoder.encodeAdditional(additional, besides: CodingKeys.self)
            var fields = encoder.container(keyedBy: CodingKeys.self)
            try fields.encodeIfPresent(steps, forKey: .steps)
        }
    }
}

/// A file that the server has: an input or an output of an earlier run.
public struct FileReference: Codable, Sendable, Hashable {
    /// Its id.
    public var fileId: String
    /// The name the runner is to see; the file's own where nil.
    public var filename: String?
    /// Its media type; the file's own where nil.
    public var mimeType: String?

    /// Names a file.
    public init(fileId: String, filename: String? = nil, mimeType: String? = nil) {
        self.fileId = fileId
        self.filename = filename
        self.mimeType = mimeType
    }
}

/// The files of one input: one, or a list.
public enum FileReferences: Codable, Sendable, Hashable {
    /// One file.
    case one(FileReference)
    /// A list of files.
    case many([FileReference])

    /// The files, one or more.
    public var all: [FileReference] {
        switch self {
        case .one(let file): [file]
        case .many(let files): files
        }
    }

    /// Reads an object, or a list of them.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let files = try? container.decode([FileReference].self) {
            self = .many(files)
        } else {
            self = .one(try container.decode(FileReference.self))
        }
    }

    /// Writes an object, or a list of them.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .one(let file): try container.encode(file)
        case .many(let files): try container.encode(files)
        }
    }
}
