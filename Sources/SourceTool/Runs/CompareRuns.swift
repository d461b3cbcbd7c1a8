import Eigenpal
import EigenpalAPI

/// `runs compare` and `runs comparison`.
public enum CompareRuns {
    /// Compares a run with another that it is measured by; the exit code is 1 where they differ.
    ///
    /// - Throws: ``ToolError``, with exit code 2 for runs that cannot be compared.
    public static func run(
        _ context: ToolContext, reference: String, run: String, isBaseline: Bool = false, step: String? = nil,
        normalizesDates: Bool = false
    ) async throws(ToolError) -> Answer<RunComparison> {
        let reference = try RunReference.id(reference)
        let comparison = try await context.withRun(run) { client, id in
            do {
                return try await client.runs.compare(
                    reference, id, baseline: isBaseline, step: step, normalizeDates: normalizesDates)
            } catch EigenpalError.invalidArgument(let reason) {
                throw ToolError.usage(reason)
            }
        }
        if case .workflow(let workflow) = comparison, let step, workflow.steps.isEmpty,
            step.contains(where: { $0 != "," && !$0.isWhitespace })
        {
            throw .usage("\(reference) has no step \(step)")
        }
        return Answer(comparison, exitCode: comparison.passed ? 0 : 1) { style in lines(comparison, style) }
    }

    /// Asks the server how a run differs from what is expected of it; the exit code is 1 where it does.
    ///
    /// - Throws: ``ToolError``.
    public static func comparison(
        _ context: ToolContext, run: String
    ) async throws(ToolError) -> Answer<RunComparisonResponse> {
        let answer = try await context.withRun(run) { client, id in
            try await client.runs.comparison.get(id)
        }
        return Answer(answer, exitCode: answer.status == "fail" ? 1 : 0) { style in
            switch answer.status {
            case "none", nil: ["Nothing is expected of \(answer.runId ?? run)"]
            case "pass": [style.good("It is as expected")]
            default:
                [style.bad("It is not as expected")]
                    + differences(
                        answer.jsonDifferences ?? [], missing: answer.missingFiles ?? [],
                        extra: answer.extraFiles ?? [])
            }
        }
    }

    private static func lines(_ comparison: RunComparison, _ style: Style) -> [String] {
        let verdict = comparison.passed ? style.good("Nothing differs") : style.bad("They differ")
        switch comparison {
        case .agent(let agent):
            let nothing =
                agent.mode == .expected && agent.matchedFiles.isEmpty && agent.missingFiles.isEmpty
                && agent.jsonDifferences.isEmpty
            return [verdict]
                + (nothing ? ["  by what is expected of the reference; --baseline takes what it made"] : [])
                + differences(agent.jsonDifferences, missing: agent.missingFiles, extra: agent.extraFiles)
        case .workflow(let workflow):
            return [verdict]
                + style.table(
                    workflow.steps.map { step in
                        [
                            "  \(step.stepName)", step.referenceStatus, step.targetStatus,
                            step.outputState == .match ? "same output" : "another output",
                        ]
                    })
        }
    }

    private static func differences(
        _ json: [RunComparisonResponse.JSONDifference], missing: [String], extra: [String]
    ) -> [String] {
        json.map { "  \($0.path)  \($0.type)" } + missing.map { "  \($0)  missing file" }
            + extra.map { "  \($0)  extra file" }
    }
}
