import EigenpalAPI

/// What a run that was waited for came to.
public struct RunResult: Sendable, Hashable {
    /// The run as the server told of it last.
    public var run: Run

    /// Wraps a run that has ended.
    public init(run: Run) { self.run = run }

    /// The run's id.
    public var id: String { run.id }
    /// How it ended: completed, failed, cancelled or rejected.
    public var status: ExecutionStatus { run.execution.status }
    /// Whether it has ended; true.
    public var finished: Bool { run.finished }
    /// What it answered; nil for nothing.
    public var output: JSONValue? {
        guard case .value(let output) = run.output, output != .null else { return nil }
        return output
    }
    /// Why it failed; nil where it did not.
    public var error: String? { run.error.value }
}
