/// What is expected of a run: the answer of `GET /api/v1/runs/:id/expected`.
public struct RunExpectedResponse: Codable, Sendable, Hashable {
    /// The output: any JSON; null where none is expected.
    public var output: Nullable<JSONValue>
    /// The files, by name.
    public var files: [RunExpectedFile]?
    /// Fields beside these.
    public var additional: [String: JSONValue]

    /// Describes an answer.
    public init(
        output: Nullable<JSONValue> = .null, files: [RunExpectedFile]? = nil,
        additional: [String: JSONValue] = [:]
    ) {
        self.output = output
        self.files = files
        self.additional = additional
    }

    private enum CodingKeys: String, CodingKey, CaseIterable { case output, files }

    /// Reads an answer, keys it does not know kept.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        output = try fields.decode(Nullable<JSONValue>.self, forKey: .output)
        files = try fields.decodeIfPresent([RunExpectedFile].self, forKey: .files)
        additional = try decoder.additionalFields(besides: CodingKeys.self)
    }

    /// Writes the answer, fields that are absent left out.
    public func encode(to encoder: any Encoder) throws {
        try encoder.encodeAdditional(additional, besides: CodingKeys.self)
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(output, forKey: .output)
        try fields.encodeIfPresent(files, forKey: .files)
    }
}

/// A file that is expected of a run.
public struct RunExpectedFile: Codable, Sendable, Hashable {
    /// Its name; below a folder with `/` between.
    public var name: String
    /// Its size in bytes.
    public var size: Nullable<Int>
    /// Its media type, by its name.
    public var contentType: Nullable<String>

    /// Describes a file.
    public init(name: String, size: Nullable<Int> = .absent, contentType: Nullable<String> = .absent) {
        self.name = name
        self.size = size
        self.contentType = contentType
    }
}

/// What `POST /api/v1/runs/:id/expected` takes as JSON: a file that the run made is to be expected of it.
public struct RunExpectedCopyBody: Codable, Sendable, Hashable {
    /// The file's path below `output/`.
    public var outputFileName: String
    /// The name to expect it by; its own where nil.
    public var expectedName: String?

    /// Names a file.
    public init(outputFileName: String, expectedName: String? = nil) {
        self.outputFileName = outputFileName
        self.expectedName = expectedName
    }
}

/// What `PATCH /api/v1/runs/:id/expected/:filename` takes.
public struct RunExpectedRenameBody: Codable, Sendable, Hashable {
    /// The new name.
    public var name: String
    /// Fields beside it.
    public var additional: [String: JSONValue]

    /// Names a file anew.
    public init(name: String, additional: [String: JSONValue] = [:]) {
        self.name = name
        self.additional = additional
    }

    private enum CodingKeys: String, CodingKey, CaseIterable { case name }

    /// Reads a change, keys it does not know kept.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        name = try fields.decode(String.self, forKey: .name)
        additional = try decoder.additionalFields(besides: CodingKeys.self)
    }

    /// Writes the change, fields that are absent left out.
    public func encode(to encoder: any Encoder) throws {
        try encoder.encodeAdditional(additional, besides: CodingKeys.self)
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(name, forKey: .name)
    }
}

/// What a change to the expected files came to: the answer of POST and PATCH.
public struct RunExpectedFileResponse: Codable, Sendable, Hashable {
    /// The file that was changed; nil where several were.
    public var file: RunExpectedFile?
    /// All that is expected now.
    public var files: [RunExpectedFile]?
    /// Fields beside these.
    public var additional: [String: JSONValue]

    /// Describes an answer.
    public init(
        file: RunExpectedFile? = nil, files: [RunExpectedFile]? = nil, additional: [String: JSONValue] = [:]
    ) {
        self.file = file
        self.files = files
        self.additional = additional
    }

    private enum CodingKeys: String, CodingKey, CaseIterable { case file, files }

    /// Reads an answer, keys it does not know kept.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        file = try fields.decodeIfPresent(RunExpectedFile.self, forKey: .file)
        files = try fields.decodeIfPresent([RunExpectedFile].self, forKey: .files)
        additional = try decoder.additionalFields(besides: CodingKeys.self)
    }

    /// Writes the answer, fields that are absent left out.
    public func encode(to encoder: any Encoder) throws {
        try encoder.encodeAdditional(additional, besides: CodingKeys.self)
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encodeIfPresent(file, forKey: .file)
        try fields.encodeIfPresent(files, forKey: .files)
    }
}

/// How a run's output differs from what is expected of it: the answer of `GET /api/v1/runs/:id/comparison`.
public struct RunComparisonResponse: Codable, Sendable, Hashable {
    /// `pass`, `fail`, or `none` where nothing is expected.
    public var status: String?
    /// The run.
    public var runId: String?
    /// Where the JSON output differs.
    public var jsonDifferences: [JSONDifference]?
    /// Expected files that are there.
    public var matchedFiles: [MatchedFile]?
    /// Expected files that are not there.
    public var missingFiles: [String]?
    /// Files that nobody expected.
    public var extraFiles: [String]?
    /// Fields beside these.
    public var additional: [String: JSONValue]

    /// Describes an answer.
    public init(
        status: String?, runId: String? = nil, jsonDifferences: [JSONDifference]? = nil,
        matchedFiles: [MatchedFile]? = nil, missingFiles: [String]? = nil, extraFiles: [String]? = nil,
        additional: [String: JSONValue] = [:]
    ) {
        self.status = status
        self.runId = runId
        self.jsonDifferences = jsonDifferences
        self.matchedFiles = matchedFiles
        self.missingFiles = missingFiles
        self.extraFiles = extraFiles
        self.additional = additional
    }

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case status, runId, jsonDifferences, matchedFiles, missingFiles, extraFiles
    }

    /// Reads an answer, keys it does not know kept.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        status = try fields.decodeIfPresent(String.self, forKey: .status)
        runId = try fields.decodeIfPresent(String.self, forKey: .runId)
        jsonDifferences = try fields.decodeIfPresent([JSONDifference].self, forKey: .jsonDifferences)
        matchedFiles = try fields.decodeIfPresent([MatchedFile].self, forKey: .matchedFiles)
        missingFiles = try fields.decodeIfPresent([String].self, forKey: .missingFiles)
        extraFiles = try fields.decodeIfPresent([String].self, forKey: .extraFiles)
        additional = try decoder.additionalFields(besides: CodingKeys.self)
    }

    /// Writes the answer, fields that are absent left out.
    public func encode(to encoder: any Encoder) throws {
        try encoder.encodeAdditional(additional, besides: CodingKeys.self)
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encodeIfPresent(status, forKey: .status)
        try fields.encodeIfPresent(runId, forKey: .runId)
        try fields.encodeIfPresent(jsonDifferences, forKey: .jsonDifferences)
        try fields.encodeIfPresent(matchedFiles, forKey: .matchedFiles)
        try fields.encodeIfPresent(missingFiles, forKey: .missingFiles)
        try fields.encodeIfPresent(extraFiles, forKey: .extraFiles)
    }

    /// One place where two JSON values differ.
    public struct JSONDifference: Codable, Sendable, Hashable {
        /// The place, `$.invoice.total`.
        public var path: String
        /// `missing`, `extra` or `changed`.
        public var type: String

        /// Describes a place.
        public init(path: String, type: String) {
            self.path = path
            self.type = type
        }
    }

    /// An expected file and the one that is there.
    public struct MatchedFile: Codable, Sendable, Hashable {
        /// The expected name.
        public var expected: String
        /// The name of the one that is there.
        public var actual: String
        /// Whether the two hold the same bytes; nil where nobody looked.
        public var isIdentical: Bool?

        /// Describes a pair.
        public init(expected: String, actual: String, isIdentical: Bool? = nil) {
            self.expected = expected
            self.actual = actual
            self.isIdentical = isIdentical
        }

        private enum CodingKeys: String, CodingKey {
            case expected, actual
            case isIdentical = "identical"
        }
    }
}
