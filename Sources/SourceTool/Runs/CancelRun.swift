import Eigenpal
import EigenpalAPI

/// `runs cancel`.
public enum CancelRun {
    /// Ends a run. One that has ended before is no error.
    ///
    /// - Throws: ``ToolError`` where there is none.
    public static func run(
        _ context: ToolContext, run: String
    ) async throws(ToolError) -> Answer<RunCancelResponse> {
        let answer = try await context.withRun(run) { client, id in try await client.runs.cancel(id) }
        if answer.cancellation.state == .requested {
            context.terminal.note("next: \(ToolVersion.name) runs watch \(answer.id)")
        }
        return Answer(answer) { _ in
            switch answer.cancellation.state {
            case .cancelled: ["\(answer.id) is cancelled; it was \(answer.cancellation.wasStatus.rawValue)"]
            case .requested: ["\(answer.id) is told to stop"]
            case .alreadyTerminal:
                ["\(answer.id) had ended before: \(answer.cancellation.wasStatus.rawValue)"]
            default: ["\(answer.id): \(answer.cancellation.state.rawValue)"]
            }
        }
    }
}
