import Eigenpal
import EigenpalAPI
import SourceFormat

/// Follows a run to its end, with a line on the terminal that says how far it is; Ctrl-C stops the following, not the run.
struct RunFollower {
    let context: ToolContext
    let client: EigenpalClient
    let id: String
    /// When to stop following; nil for never.
    let limit: Duration?

    /// What following came to.
    enum Outcome {
        /// The run has ended.
        case ended(Run)
        /// The time is over.
        case going(Run)
        /// A signal came, by its number.
        case interrupted(Int32)
    }

    /// How often a server that cannot be reached, or fails, is asked again.
    private static let retries = 5

    func follow() async throws -> Outcome {
        let interruption = Interruption()
        defer {
            interruption.end()
            context.terminal.progress(nil)
        }
        let start = ContinuousClock.now
        let deadline = limit.map { start + $0 }
        var pause = Duration.milliseconds(100)
        var line = ProgressLine(id: id)
        while true {
            guard let run = try await ask({ [client, id] in try await client.runs.get(id) }) else {
                return .interrupted(Interruption.number)
            }
            if run.finished { return .ended(run) }
            let now = ContinuousClock.now
            if let deadline, now >= deadline { return .going(run) }
            line.status = run.execution.status.rawValue
            if line.isDue(context), let event = try await lastEvent() { line.event = event }
            let next = min(now + pause, deadline ?? now + pause)
            while ContinuousClock.now < next, !Interruption.hasHappened {
                context.terminal.progress(line.text(since: start))
                try? await Task.sleep(for: min(.milliseconds(100), next - ContinuousClock.now))
            }
            pause = min(pause * 3 / 2, .seconds(2))
        }
    }

    /// An answer of the server; nil after a signal. A server that cannot be reached for a moment does not end a run that
    /// takes hours.
    private func ask<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value? {
        var failures = 0
        while !Interruption.hasHappened {
            do {
                return try await Interruption.orAnswer(of: body)
            } catch let error as EigenpalError {
                failures += 1
                guard failures <= Self.retries, let wait = Self.pause(before: failures, error) else {
                    var problem = ToolError(translating: error)
                    problem.details.append("the run goes on")
                    problem.next = "\(ToolVersion.name) runs watch \(id)"
                    if case .notFound = error { throw error }
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

    private func lastEvent() async throws -> String? {
        let answer = try? await Interruption.orAnswer { [client, id] in try await client.runs.trace.get(id) }
        return answer?.events.last.map { TraceEvent($0).text }
    }
}

/// `run_5mv… running 12s · reading page 3`.
private struct ProgressLine {
    let id: String
    var status = ""
    var event = ""
    private var asked: ContinuousClock.Instant?

    init(id: String) { self.id = id }

    /// Whether the last event is to be asked for: every two seconds, where someone sees it.
    mutating func isDue(_ context: ToolContext) -> Bool {
        guard context.terminal.errorIsTerminal, !context.options.isQuiet, status != "pending" else {
            return false
        }
        let now = ContinuousClock.now
        if let asked, now - asked < .seconds(2) { return false }
        asked = now
        return true
    }

    func text(since start: ContinuousClock.Instant) -> String {
        let elapsed = (ContinuousClock.now - start).components.seconds
        let time = elapsed < 60 ? "\(elapsed)s" : TimeText.duration(milliseconds: Double(elapsed) * 1000)
        return "\(id) \(status) \(time)" + (event.isEmpty ? "" : " · \(event)")
    }
}
