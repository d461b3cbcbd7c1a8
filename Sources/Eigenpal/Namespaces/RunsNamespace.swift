import EigenpalAPI

/// Runs of agents and workflows: list, get, cancel, repeat, compare; their artifacts, files, feedback and expectations.
///
/// Reached as ``EigenpalClient/runs``. A run is started by ``EigenpalClient/run(_:input:version:waitForCompletion:overrides:metadata:progress:)``.
public struct RunsNamespace: Sendable {
    let transport: HTTPTransport

    /// What runs left behind.
    public var artifacts: RunArtifactsNamespace { RunArtifactsNamespace(transport: transport) }

    /// How a run's output differs from what is expected of it, as the server sees it.
    public var comparison: RunComparisonNamespace { RunComparisonNamespace(transport: transport) }

    /// What is expected of runs.
    public var expected: RunExpectedNamespace { RunExpectedNamespace(transport: transport) }

    /// What somebody said of runs.
    public var feedback: RunFeedbackNamespace { RunFeedbackNamespace(transport: transport) }

    /// The files that runs were given, and those they made.
    public var files: RunFilesNamespace { RunFilesNamespace(transport: transport) }

    /// What runs told of their work.
    public var trace: RunTraceNamespace { RunTraceNamespace(transport: transport) }

    /// Gets one run. One that has ended tells its output, files and error.
    ///
    /// ```swift
    /// let run = try await client.runs.get("run_7", expand: [.usage, .execution])
    /// print(run.execution.status.rawValue, run.output.value ?? "nothing yet")
    /// ```
    ///
    /// - Parameters:
    ///   - run: its id.
    ///   - expand: further sections to answer with.
    /// - Throws: ``EigenpalError``; ``EigenpalError/notFound(_:)`` where there is none.
    public func get(_ run: String, expand: [RunExpansion] = []) async throws(EigenpalError) -> Run {
        try await transport.value(of: Self.get(run, expand: expand))
    }

    /// Gets the definition of a workflow as it was when the run was made.
    ///
    /// ```swift
    /// let text = try await client.runs.definition("run_7").definition["yamlContent"]?.string
    /// ```
    ///
    /// - Parameter run: its id.
    /// - Throws: ``EigenpalError``; ``EigenpalError/notFound(_:)`` for an agent's run.
    public func definition(_ run: String) async throws(EigenpalError) -> RunDefinitionResponse {
        try await transport.value(of: Request(.get, ["runs", run, "definition"]))
    }

    /// Ends a run: one that waits is never started, one that is under way is told to stop.
    ///
    /// ```swift
    /// if try await client.runs.cancel("run_7").cancellation.state == .requested { print("it will stop soon") }
    /// ```
    ///
    /// - Parameter run: its id.
    /// - Throws: ``EigenpalError``; a run that has ended before is no error.
    @discardableResult
    public func cancel(_ run: String) async throws(EigenpalError) -> RunCancelResponse {
        try await transport.value(of: Request(.post, ["runs", run, "cancel"]))
    }

    /// Starts a new run with the input of an earlier one.
    ///
    /// ```swift
    /// let again = try await client.runs.rerun("run_7", version: "original", waitForCompletion: .seconds(60))
    /// print(again.run?.execution.status.rawValue ?? "it goes on")
    /// ```
    ///
    /// - Parameters:
    ///   - run: the earlier run's id.
    ///   - version: the version to run; `original` for the one that the earlier run had, the latest where nil.
    ///   - waitForCompletion: how long the server is to wait for the run's end before it answers, 600 s at most;
    ///     not at all where nil.
    /// - Throws: ``EigenpalError``.
    @discardableResult
    public func rerun(
        _ run: String, version: String? = nil, waitForCompletion: Duration? = nil
    ) async throws(EigenpalError) -> RunStartResponse {
        let wait = try WaitForCompletion(waitForCompletion)
        let query = Query().adding("version", version).adding("wait_for_completion", wait.seconds)
        let request = Request(.post, ["runs", run, "rerun"], query: query)
        return try await transport.value(of: wait.limiting(request, timeout: transport.timeout))
    }

    /// Asks for a way to a run that is under way.
    ///
    /// - Parameter run: its id.
    /// - Returns: what the server says of it: an object with any keys.
    /// - Throws: ``EigenpalError``.
    public func connect(_ run: String) async throws(EigenpalError) -> JSONValue {
        try await transport.value(of: Request(.post, ["runs", run, "connect"]))
    }

    static func get(_ run: String, expand: [RunExpansion]) -> Request {
        let sections = expand.map(\.rawValue).joined(separator: ",")
        return Request(
            .get, ["runs", run], query: Query().adding("expand", sections.isEmpty ? nil : sections))
    }
}
