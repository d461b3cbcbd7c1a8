import Synchronization

/// A call that blocks its thread and may never come back, as one that waits for a server does: made beside the
/// caller, who can leave it behind. What it would have answered is then lost, and it ends with the process.
enum LeavableCall {
    /// The answer of `body`; nil when it was left behind.
    ///
    /// - Parameters:
    ///   - signals: how many held back signals mean that a person wants to stop.
    ///   - grace: how long the call has after that to notice by itself.
    ///   - limit: how long it has in any case; nil for as long as it takes.
    static func run<Value: Sendable>(
        leavingAfter signals: Int, grace: Duration, limit: Duration? = nil,
        _ body: @escaping @Sendable () -> Value
    ) async -> Value? {
        let answer = Answer<Value>()
        Task.detached { answer.value.withLock { [value = body()] in $0 = value } }
        let start = ContinuousClock.now
        var stop: ContinuousClock.Instant?
        var pause = Duration.milliseconds(1)
        while true {
            if let value = answer.value.withLock({ $0 }) { return value }
            let now = ContinuousClock.now
            if let limit, now - start > limit { return nil }
            if stop == nil, HeldSignals.count >= signals { stop = now + grace }
            if let stop, now >= stop { return nil }
            try? await Task.sleep(for: pause)
            pause = min(pause * 2, .milliseconds(40))
        }
    }

    private final class Answer<Value: Sendable>: Sendable {
        let value = Mutex<Value?>(nil)
    }
}
