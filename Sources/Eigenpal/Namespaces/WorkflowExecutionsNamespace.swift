import EigenpalAPI

/// Runs of workflows that are waited for. Reached as ``WorkflowsNamespace/executions``.
public struct WorkflowExecutionsNamespace: Sendable {
    let transport: HTTPTransport

    /// Starts a run of a workflow and asks for it until it has ended.
    ///
    /// ```swift
    /// let result = try await client.workflows.executions.runAndWait(
    ///     "extract-invoice", input: ["contract": .file(path: "contract.pdf")])
    /// print(result.status.rawValue, result.output ?? "no output")
    /// ```
    ///
    /// Unlike a run with `waitForCompletion`, this may take longer than a server waits. Cancelling the task ends the
    /// waiting at once; the run goes on.
    ///
    /// - Parameters:
    ///   - workflow: the slug, dotted name or id.
    ///   - input: the inputs by name: JSON, files, or lists of files.
    ///   - version: the version to run; the latest where nil.
    ///   - pollInterval: how long to wait between two questions.
    ///   - timeout: how long the run may take.
    ///   - overrides: outputs of steps that are to be taken as they are.
    ///   - metadata: whatever is to be found again with the run.
    ///   - progress: told how much of a form with files was sent, in bytes.
    /// - Returns: the run, which has ended, well or not.
    /// - Throws: ``EigenpalError``; ``EigenpalError/timeout(_:)``, which names the run, where it takes longer.
    @discardableResult
    public func runAndWait(
        _ workflow: String, input: [String: RunInputValue] = [:], version: String? = nil,
        pollInterval: Duration = .seconds(2), timeout: Duration = .seconds(300),
        overrides: RunStartBody.Overrides? = nil, metadata: [String: JSONValue]? = nil,
        progress: TransferProgress? = nil
    ) async throws(EigenpalError) -> RunResult {
        guard pollInterval > .zero else {
            throw .invalidArgument("the time between two questions, \(pollInterval), is not above zero")
        }
        let start = RunStart(
            target: .workflow(workflow, version: version), input: input, overrides: overrides,
            metadata: metadata, progress: progress)
        let started: RunStartResponse = try await transport.value(
            of: start.request(timeout: transport.timeout))
        return try await wait(for: started.id, every: pollInterval, atMost: timeout)
    }

    private func wait(
        for run: String, every interval: Duration, atMost limit: Duration
    ) async throws(EigenpalError) -> RunResult {
        let deadline = ContinuousClock.now + limit
        var request = RunsNamespace.get(run, expand: [])
        let late = EigenpalError.timeout(
            EigenpalError.Failure(
                request: request.summary, message: "run \(run) did not end within \(limit) and goes on"))
        while true {
            let rest = ContinuousClock.now.duration(to: deadline)
            guard rest > .zero else { throw late }
            if rest < transport.timeout { request.timeLimit = rest }
            let answer: Run
            do throws(EigenpalError) {
                answer = try await transport.value(of: request)
            } catch {
                if case .timeout = error, ContinuousClock.now >= deadline { throw late }
                throw error
            }
            if answer.hasEnded { return RunResult(run: answer) }
            do {
                try await Task.sleep(
                    for: min(interval, max(ContinuousClock.now.duration(to: deadline), .zero)))
            } catch {
                throw .cancelled
            }
        }
    }
}

extension Run {
    /// Whether nothing follows: the server says so, and the status is none that something follows. A status that
    /// only a later server knows is believed.
    var hasEnded: Bool {
        let status = execution.status
        return finished && (status.isTerminal || !ExecutionStatus.known.contains(status))
    }
}
