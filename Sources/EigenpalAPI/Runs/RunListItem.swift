/// A run as a list tells of it.
public struct RunListItem: Codable, Sendable, Hashable {
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
    /// Why it failed; null where it did not.
    public var error: Nullable<String>
    /// Fields beside these.
    public var additional: [String: JSONValue]

    /// Describes a run.
    public init(
        id: String, type: RunType, finished: Bool, timing: RunTiming, source: RunSource, trigger: RunTrigger,
        execution: RunExecution, eval: RunEval? = nil, error: Nullable<String> = .absent,
        additional: [String: JSONValue] = [:]
    ) {
        self.id = id
        self.type = type
        self.finished = finished
        self.timing = timing
        self.source = source
        self.trigger = trigger
        self.execution = execution
        self.eval = eval
        self.error = error
        self.additional = additional
    }

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case id, type, finished, timing, source, trigger, execution, eval, error
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
        error = try fields.decode(Nullable<String>.self, forKey: .error)
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
        try fields.encode(error, forKey: .error)
    }
}

/// A page of runs: the answer of `GET /api/v1/runs`.
public struct RunsListResponse: Codable, Sendable, Hashable {
    /// The runs of this page, the newest first.
    public var runs: [RunListItem]
    /// What to ask for the next page with; null on the last.
    public var nextCursor: Nullable<String>

    /// Describes a page.
    public init(runs: [RunListItem], nextCursor: Nullable<String> = .null) {
        self.runs = runs
        self.nextCursor = nextCursor
    }
}
