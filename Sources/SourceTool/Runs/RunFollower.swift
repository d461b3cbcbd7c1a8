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
        var tail = TraceTail()
        let questions = PatientQuestions(
            context: context, next: "\(ToolVersion.name) runs watch \(id)")
        while true {
            guard let run = try await questions.ask({ [client, id] in try await client.runs.get(id) }) else {
                return .interrupted(Interruption.number)
            }
            if run.finished { return .ended(run) }
            let now = ContinuousClock.now
            if let deadline, now >= deadline { return .going(run) }
            line.status = run.execution.status.rawValue
            if line.isDue(context), let event = try await lastEvent(&tail) { line.event = event }
            let next = min(now + pause, deadline ?? now + pause)
            while ContinuousClock.now < next, !Interruption.hasHappened {
                context.terminal.progress(line.text(since: start))
                try? await Task.sleep(for: min(.milliseconds(100), next - ContinuousClock.now))
            }
            pause = min(pause * 3 / 2, .seconds(2))
        }
    }

    private func lastEvent(_ tail: inout TraceTail) async throws -> String? {
        let answer = try? await Interruption.orAnswer { [client, id, offset = tail.offset] in
            try await client.runs.trace.get(id, offset: offset)
        }
        return answer.flatMap { tail.take($0).last }.map { TraceEvent($0).text }
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
