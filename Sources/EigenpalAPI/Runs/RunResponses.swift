/// A run that was accepted and has not ended: the answer of `POST /api/v1/runs` with 202.
public struct RunAccepted: Codable, Sendable, Hashable {
    /// Its id, `run_…`.
    public var id: String
    /// Whether it is an agent's or a workflow's.
    public var type: RunType
    /// Whether it has ended.
    public var finished: Bool
    /// What it is a run of.
    public var source: RunSource?

    /// Describes an accepted run.
    public init(id: String, type: RunType, finished: Bool = false, source: RunSource? = nil) {
        self.id = id
        self.type = type
        self.finished = finished
        self.source = source
    }
}

/// What starting a run came to: it goes on, or it has ended within the time that was waited.
public enum RunStartResponse: Codable, Sendable, Hashable {
    /// It goes on.
    case accepted(RunAccepted)
    /// It has ended.
    case finished(Run)

    private enum CodingKeys: String, CodingKey { case finished, execution }

    /// Reads the one or the other.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        if try fields.decode(Bool.self, forKey: .finished), fields.contains(.execution) {
            self = .finished(try Run(from: decoder))
        } else {
            self = .accepted(try RunAccepted(from: decoder))
        }
    }

    /// Writes the one or the other.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .accepted(let run): try run.encode(to: encoder)
        case .finished(let run): try run.encode(to: encoder)
        }
    }

    /// The run's id.
    public var id: String {
        switch self {
        case .accepted(let run): run.id
        case .finished(let run): run.id
        }
    }

    /// Whether it is an agent's or a workflow's.
    public var type: RunType {
        switch self {
        case .accepted(let run): run.type
        case .finished(let run): run.type
        }
    }

    /// The run, where it has ended.
    public var run: Run? {
        guard case .finished(let run) = self else { return nil }
        return run
    }
}

/// What asking for a run's end came to: the answer of `POST /api/v1/runs/:id/cancel`.
public struct RunCancelResponse: Codable, Sendable, Hashable {
    /// The run's id.
    public var id: String
    /// Whether it is an agent's or a workflow's.
    public var type: RunType
    /// Whether it has ended.
    public var finished: Bool
    /// How it stands.
    public var execution: Execution
    /// What the request came to.
    public var cancellation: Cancellation

    /// Describes an answer.
    public init(id: String, type: RunType, finished: Bool, execution: Execution, cancellation: Cancellation) {
        self.id = id
        self.type = type
        self.finished = finished
        self.execution = execution
        self.cancellation = cancellation
    }

    /// How a run stands.
    public struct Execution: Codable, Sendable, Hashable {
        /// How far it has come.
        public var status: ExecutionStatus

        /// Names a status.
        public init(status: ExecutionStatus) { self.status = status }
    }

    /// What a request came to.
    public struct Cancellation: Codable, Sendable, Hashable {
        /// What it came to.
        public var state: State
        /// How far the run had come before.
        public var wasStatus: ExecutionStatus

        /// Describes it.
        public init(state: State, wasStatus: ExecutionStatus) {
            self.state = state
            self.wasStatus = wasStatus
        }
    }

    /// What a request for a run's end came to; a word that a later server adds is kept.
    public struct State: RawRepresentable, Codable, Sendable, Hashable {
        /// The word on the wire.
        public let rawValue: String
        /// Names a state by its word.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// The run had ended before.
        public static let alreadyTerminal = State(rawValue: "already_terminal")
        /// The run was not started yet, and never will be.
        public static let cancelled = State(rawValue: "cancelled")
        /// The runner is told to stop.
        public static let requested = State(rawValue: "requested")
    }
}

/// A workflow as it was when a run of it was made: the answer of `GET /api/v1/runs/:id/definition`.
public struct RunDefinitionResponse: Codable, Sendable, Hashable {
    /// The definition: any JSON. This server answers `{path, yamlContent, commit}`.
    public var definition: JSONValue

    /// Describes an answer.
    public init(definition: JSONValue) { self.definition = definition }
}

/// What a run's runner told of its work: the answer of `GET /api/v1/runs/:id/trace`.
public struct RunTraceResponse: Codable, Sendable, Hashable {
    /// The events: the lines of `trace.jsonl`, any JSON.
    public var events: [JSONValue]
    /// Where to go on: the `offset` of a later question that is answered with what has come since. nil from a server that
    /// always tells everything.
    public var nextOffset: Int?
    /// Fields beside these.
    public var additional: [String: JSONValue]

    /// Describes an answer.
    public init(events: [JSONValue], nextOffset: Int? = nil, additional: [String: JSONValue] = [:]) {
        self.events = events
        self.nextOffset = nextOffset
        self.additional = additional
    }

    private enum CodingKeys: String, CodingKey, CaseIterable { case events, nextOffset }

    /// Reads events, keys it does not know kept.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        events = try fields.decode([JSONValue].self, forKey: .events)
        nextOffset = try fields.decodeIfPresent(Int.self, forKey: .nextOffset)
        additional = try decoder.additionalFields(besides: CodingKeys.self)
    }

    /// Writes the events.
    public func encode(to encoder: any Encoder) throws {
        try encoder.encodeAdditional(additional, besides: CodingKeys.self)
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(events, forKey: .events)
        try fields.encodeIfPresent(nextOffset, forKey: .nextOffset)
    }
}
