/// A run: one execution of an agent or a workflow.
public struct Run: Codable, Sendable, Hashable {
    /// Its id, `run_…`.
    public var id: String
    /// Whether it is an agent's or a workflow's.
    public var type: RunType
    /// Whether it has ended, well or not.
    public var finished: Bool
    /// When it was made, started and ended.
    public var timing: RunTiming
    /// What it is a run of.
    public var source: RunSource
    /// What started it.
    public var trigger: RunTrigger
    /// How it stands.
    public var execution: RunExecution
    /// How it did against an example.
    public var eval: RunEval?
    /// What it answered, once it has ended: an object, or null.
    public var output: Nullable<JSONValue>
    /// The files it made, once it has ended.
    public var files: [RunArtifact]?
    /// Why it failed; null where it did not.
    public var error: Nullable<String>
    /// What it was given; with `expand=input`.
    public var input: RunInput?
    /// What it took; with `expand=usage`.
    public var usage: Nullable<RunUsage>
    /// What helps to find out why; with `expand=debug`.
    public var debug: RunDebug?
    /// Fields beside these.
    public var additional: [String: JSONValue]

    /// Describes a run.
    public init(
        id: String, type: RunType, finished: Bool, timing: RunTiming, source: RunSource, trigger: RunTrigger,
        execution: RunExecution, eval: RunEval? = nil, output: Nullable<JSONValue> = .absent,
        files: [RunArtifact]? = nil, error: Nullable<String> = .absent, input: RunInput? = nil,
        usage: Nullable<RunUsage> = .absent, debug: RunDebug? = nil, additional: [String: JSONValue] = [:]
    ) {
        self.id = id
        self.type = type
        self.finished = finished
        self.timing = timing
        self.source = source
        self.trigger = trigger
        self.execution = execution
        self.eval = eval
        self.output = output
        self.files = files
        self.error = error
        self.input = input
        self.usage = usage
        self.debug = debug
        self.additional = additional
    }

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case id, type, finished, timing, source, trigger, execution, eval, output, files, error, input, usage,
            debug
    }

    /// Reads a run, keys it does not know kept.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.decode(String.self, forKey: .id)
        type = try fields.decode(RunType.self, forKey: .type)
        finished = try fields.decode(Bool.self, forKey: .finished)
        timing = try fields.decode(RunTiming.self, forKey: .timing)
        source = try fields.decode(RunSource.self, forKey: .source)
        trigger = try fields.decode(RunTrigger.self, forKey: .trigger)
        execution = try fields.decode(RunExecution.self, forKey: .execution)
        eval = try fields.decodeIfPresent(RunEval.self, forKey: .eval)
        output = try fields.decode(Nullable<JSONValue>.self, forKey: .output)
        files = try fields.decodeIfPresent([RunArtifact].self, forKey: .files)
        error = try fields.decode(Nullable<String>.self, forKey: .error)
        input = try fields.decodeIfPresent(RunInput.self, forKey: .input)
        usage = try fields.decode(Nullable<RunUsage>.self, forKey: .usage)
        debug = try fields.decodeIfPresent(RunDebug.self, forKey: .debug)
        additional = try decoder.additionalFields(besides: CodingKeys.self)
    }

    /// Writes the run, fields that are absent left out.
    public func encode(to encoder: any Encoder) throws {
        try encoder.encodeAdditional(additional, besides: CodingKeys.self)
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(id, forKey: .id)
        try fields.encode(type, forKey: .type)
        try fields.encode(finished, forKey: .finished)
        try fields.encode(timing, forKey: .timing)
        try fields.encode(source, forKey: .source)
        try fields.encode(trigger, forKey: .trigger)
        try fields.encode(execution, forKey: .execution)
        try fields.encodeIfPresent(eval, forKey: .eval)
        try fields.encode(output, forKey: .output)
        try fields.encodeIfPresent(files, forKey: .files)
        try fields.encode(error, forKey: .error)
        try fields.encodeIfPresent(input, forKey: .input)
        try fields.encode(usage, forKey: .usage)
        try fields.encodeIfPresent(debug, forKey: .debug)
    }
}
