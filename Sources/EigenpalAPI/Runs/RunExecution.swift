/// How a run stands: what all runs tell, what only an agent's run tells (files, feedback, expected) and what only a
/// workflow's run tells (steps). The last two come with `expand=execution` alone.
public struct RunExecution: Codable, Sendable, Hashable {
    /// How far it has come.
    public var status: ExecutionStatus
    /// Whether the output fits the package's `output-schema.json`; null while there is none to tell of.
    public var schemaValid: Nullable<Bool>
    /// The batch it belongs to.
    public var batchId: Nullable<String>
    /// What somebody noted.
    public var annotation: Nullable<String>
    /// Its place among the runs that repeat one another.
    public var retry: RunExecutionRetry
    /// The files of an agent's run.
    public var files: Files?
    /// What somebody said of an agent's run.
    public var feedback: Nullable<RunFeedback>
    /// What is expected of the run.
    public var expected: Expected?
    /// The steps of a workflow's run: any JSON, `stepName`, `status` and `outputData` among it.
    public var steps: [JSONValue]?
    /// Fields beside these.
    public var additional: [String: JSONValue]

    /// Describes how a run stands.
    public init(
        status: ExecutionStatus, schemaValid: Nullable<Bool> = .null, batchId: Nullable<String> = .null,
        annotation: Nullable<String> = .null, retry: RunExecutionRetry = RunExecutionRetry(),
        files: Files? = nil, feedback: Nullable<RunFeedback> = .absent, expected: Expected? = nil,
        steps: [JSONValue]? = nil, additional: [String: JSONValue] = [:]
    ) {
        self.status = status
        self.schemaValid = schemaValid
        self.batchId = batchId
        self.annotation = annotation
        self.retry = retry
        self.files = files
        self.feedback = feedback
        self.expected = expected
        self.steps = steps
        self.additional = additional
    }

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case status, schemaValid, batchId, annotation, retry, files, feedback, expected, steps
    }

    /// Reads how a run stands, keys it does not know kept.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        status = try fields.decode(ExecutionStatus.self, forKey: .status)
        schemaValid = try fields.decode(Nullable<Bool>.self, forKey: .schemaValid)
        batchId = try fields.decode(Nullable<String>.self, forKey: .batchId)
        annotation = try fields.decode(Nullable<String>.self, forKey: .annotation)
        retry = try fields.decodeIfPresent(RunExecutionRetry.self, forKey: .retry) ?? RunExecutionRetry()
        files = try fields.decodeIfPresent(Files.self, forKey: .files)
        feedback = try fields.decode(Nullable<RunFeedback>.self, forKey: .feedback)
        expected = try fields.decodeIfPresent(Expected.self, forKey: .expected)
        steps = try fields.decodeIfPresent([JSONValue].self, forKey: .steps)
        additional = try decoder.additionalFields(besides: CodingKeys.self)
    }

    /// Writes it, fields that are absent left out.
    public func encode(to encoder: any Encoder) throws {
        try encoder.encodeAdditional(additional, besides: CodingKeys.self)
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(status, forKey: .status)
        try fields.encode(schemaValid, forKey: .schemaValid)
        try fields.encode(batchId, forKey: .batchId)
        try fields.encode(annotation, forKey: .annotation)
        try fields.encode(retry, forKey: .retry)
        try fields.encodeIfPresent(files, forKey: .files)
        try fields.encode(feedback, forKey: .feedback)
        try fields.encodeIfPresent(expected, forKey: .expected)
        try fields.encodeIfPresent(steps, forKey: .steps)
    }

    /// The files of an agent's run.
    public struct Files: Codable, Sendable, Hashable {
        /// What it made.
        public var output: [RunFile]

        /// Names files.
        public init(output: [RunFile]) { self.output = output }
    }

    /// What is expected of a run. A workflow's may be any JSON: what is no object then counts as the output.
    public struct Expected: Codable, Sendable, Hashable {
        /// The output: any JSON.
        public var output: JSONValue?
        /// The files.
        public var files: [RunFile]?
        /// Fields beside these.
        public var additional: [String: JSONValue]

        /// Describes it.
        public init(
            output: JSONValue? = nil, files: [RunFile]? = nil, additional: [String: JSONValue] = [:]
        ) {
            self.output = output
            self.files = files
            self.additional = additional
        }

        private enum CodingKeys: String, CodingKey, CaseIterable { case output, files }

        /// Reads what is expected, keys it does not know kept.
        public init(from decoder: any Decoder) throws {
            guard let fields = try? decoder.container(keyedBy: CodingKeys.self) else {
                self.init(output: try JSONValue(from: decoder))
                return
            }
            self.init(
                output: try fields.decodeIfPresent(JSONValue.self, forKey: .output),
                files: try fields.decodeIfPresent([RunFile].self, forKey: .files),
                additional: try decoder.additionalFields(besides: CodingKeys.self))
        }

        /// Writes what is expected, fields that are absent left out.
        public func encode(to encoder: any Encoder) throws {
            try encoder.encodeAdditional(additional, besides: CodingKeys.self)
            var fields = encoder.container(keyedBy: CodingKeys.self)
            try fields.encodeIfPresent(output, forKey: .output)
            try fields.encodeIfPresent(files, forKey: .files)
        }
    }
}
