import EigenpalAPI

extension EigenpalClient {
    /// Starts a run of an agent or a workflow.
    ///
    /// ```swift
    /// let started = try await client.run(
    ///     "agents.finance.invoice", input: ["contract": .file(path: "contract.pdf")],
    ///     waitForCompletion: .seconds(120))
    /// if let run = started.run { print(run.output.value ?? "no output") } else { print("\(started.id) goes on") }
    /// ```
    ///
    /// Files go as a form, read from the disk while they are sent; an upload is late only when it stands still.
    ///
    /// - Parameters:
    ///   - target: what to run: ``RunTarget``.
    ///   - input: the inputs by name: JSON, files, or lists of files.
    ///   - version: the version to run, where the target names none; the latest where nil.
    ///   - waitForCompletion: how long the server is to wait for the run's end before it answers, in whole seconds,
    ///     600 at most; not at all where nil. The request has that much more time than others.
    ///   - overrides: outputs of steps that are to be taken as they are.
    ///   - metadata: whatever is to be found again with the run.
    ///   - progress: told how much of a form with files was sent, in bytes.
    /// - Returns: the run, where it has ended within that time; else its id.
    /// - Throws: ``EigenpalError``; ``EigenpalError/validation(_:)`` for an input that the target does not take, and
    ///   ``EigenpalError/file(path:reason:)`` for a file that cannot be read.
    @discardableResult
    public func run(
        _ target: RunTarget, input: [String: RunInputValue] = [:], version: String? = nil,
        waitForCompletion: Duration? = nil, overrides: RunStartBody.Overrides? = nil,
        metadata: [String: JSONValue]? = nil, progress: TransferProgress? = nil
    ) async throws(EigenpalError) -> RunStartResponse {
        let start = RunStart(
            target: target, input: input, version: version, waitForCompletion: waitForCompletion,
            overrides: overrides, metadata: metadata, progress: progress)
        return try await transport.value(of: start.request(timeout: transport.timeout))
    }

    /// Starts a new run with the input of an earlier one: ``RunsNamespace/rerun(_:version:waitForCompletion:)``.
    ///
    /// ```swift
    /// let again = try await client.rerun("run_7", version: "original")
    /// ```
    ///
    /// - Throws: ``EigenpalError``.
    @discardableResult
    public func rerun(
        _ run: String, version: String? = nil, waitForCompletion: Duration? = nil
    ) async throws(EigenpalError) -> RunStartResponse {
        try await runs.rerun(run, version: version, waitForCompletion: waitForCompletion)
    }
}
