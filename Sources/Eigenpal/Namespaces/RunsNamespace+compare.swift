import EigenpalAPI

extension RunsNamespace {
    /// Compares a run with another that it is measured by, on this machine.
    ///
    /// ```swift
    /// let comparison = try await client.runs.compare("run_good", "run_new", baseline: true)
    /// if case .agent(let agent) = comparison {
    ///     for difference in agent.jsonDifferences { print(difference.path, difference.type) }
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - reference: the id of the run that the other is measured by.
    ///   - run: the id of the run.
    ///   - baseline: for agents' runs: whether what the reference made counts, instead of what is expected of it.
    ///   - step: for workflows' runs: the names of the steps that count, with commas between; all where nil.
    ///   - normalizeDates: for agents' runs: whether dates in files' names, `2026-07-14` and `20260714`, are all alike.
    /// - Throws: ``EigenpalError``; ``EigenpalError/invalidArgument(_:)`` for a workflow's run beside an agent's, and for
    ///   `step` with agents' runs.
    public func compare(
        _ reference: String, _ run: String, baseline: Bool = false, step: String? = nil,
        normalizeDates: Bool = false
    ) async throws(EigenpalError) -> RunComparison {
        let first: JSONValue = try await transport.value(of: Self.get(reference, expand: [.execution]))
        let second: JSONValue = try await transport.value(of: Self.get(run, expand: [.execution]))
        let comparing = ComparedRuns(
            referenceID: reference, reference: first, runID: run, run: second)
        let workflows = [first, second].map { $0["type"]?.string == "workflow" }
        if workflows == [true, true] { return .workflow(comparing.workflows(step: step)) }
        guard step == nil || step == "" else {
            throw .invalidArgument(
                "step is only supported when both runs are workflow runs; agent runs do not have workflow steps"
            )
        }
        guard workflows == [false, false] else {
            throw .invalidArgument(
                "mixed workflow and agent comparisons are not supported; "
                    + "compare two workflow runs or two agent runs")
        }
        return .agent(
            comparing.agents(mode: baseline ? .baseline : .expected, normalizingDates: normalizeDates))
    }
}
