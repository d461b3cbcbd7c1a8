import Eigenpal

/// Questions about a run that goes on meanwhile: a server that cannot be reached for a moment does not end the asking about
/// one that takes hours.
struct PatientQuestions {
    let context: ToolContext
    /// The command that goes on where the server could not be asked in the end.
    let next: String

    /// How often a server that cannot be reached, or fails, is asked again.
    private static let retries = 5

    /// An answer of the server; nil after a signal.
    func ask<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value? {
        var failures = 0
        while !Interruption.hasHappened {
            do {
                return try await Interruption.orAnswer(of: body)
            } catch let error as EigenpalError {
                if case .notFound = error { throw error }
                failures += 1
                guard failures <= Self.retries, let wait = Self.pause(before: failures, error) else {
                    var problem = ToolError(translating: error)
                    problem.details.append("the run goes on")
                    problem.next = next
                    throw problem
                }
                context.terminal.detail("the server could not be asked (\(error)); asking again")
                let next = ContinuousClock.now + wait
                while ContinuousClock.now < next, !Interruption.hasHappened {
                    try? await Task.sleep(for: .milliseconds(50))
                }
            }
        }
        return nil
    }

    private static func pause(before attempt: Int, _ error: EigenpalError) -> Duration? {
        switch error {
        case .unreachable, .timeout, .server: .milliseconds(250 << attempt)
        case .rateLimited(_, let retryAfter): min(retryAfter ?? .seconds(2), .seconds(60))
        default: nil
        }
    }
}
