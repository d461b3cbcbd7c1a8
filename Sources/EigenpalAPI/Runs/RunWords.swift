/// Whether a run is an agent's or a workflow's; a word that a later server adds is kept.
public struct RunType: RawRepresentable, Codable, Sendable, Hashable {
    /// The word on the wire.
    public let rawValue: String
    /// Names a type by its word.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// A run of an agent.
    public static let agent = RunType(rawValue: "agent")
    /// A run of a workflow.
    public static let workflow = RunType(rawValue: "workflow")
}

/// How far a run has come; a word that a later server adds is kept.
public struct ExecutionStatus: RawRepresentable, Codable, Sendable, Hashable {
    /// The word on the wire.
    public let rawValue: String
    /// Names a status by its word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// It is there, and not to be started yet.
    public static let created = ExecutionStatus(rawValue: "created")
    /// It waits for a worker.
    public static let pending = ExecutionStatus(rawValue: "pending")
    /// Its runner works.
    public static let running = ExecutionStatus(rawValue: "running")
    /// Its runner waits for somebody.
    public static let waiting = ExecutionStatus(rawValue: "waiting")
    /// Its runner has ended, and what it left is gathered.
    public static let finalizing = ExecutionStatus(rawValue: "finalizing")
    /// It did what it was to do.
    public static let completed = ExecutionStatus(rawValue: "completed")
    /// It did not.
    public static let failed = ExecutionStatus(rawValue: "failed")
    /// Somebody stopped it.
    public static let cancelled = ExecutionStatus(rawValue: "cancelled")
    /// It was never started, because something forbade it.
    public static let rejected = ExecutionStatus(rawValue: "rejected")

    /// Whether nothing follows it.
    public var isTerminal: Bool { Self.terminal.contains(self) }

    /// The ones that nothing follows.
    public static let terminal: Set<ExecutionStatus> = [.completed, .failed, .cancelled, .rejected]
    /// Every status that this version knows, in the order of a run's life.
    public static let known: [ExecutionStatus] = [
        .created, .pending, .running, .waiting, .finalizing, .completed, .failed, .cancelled, .rejected,
    ]
}
