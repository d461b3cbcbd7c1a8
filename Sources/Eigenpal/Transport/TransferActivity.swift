import Synchronization

/// When something last moved: a long upload is late only when it stands still.
final class TransferActivity: Sendable {
    private let last = Mutex(ContinuousClock.now)

    /// Something moved just now.
    func note() {
        let now = ContinuousClock.now
        last.withLock { $0 = now }
    }

    /// How long nothing has moved.
    var idle: Duration { last.withLock { $0 }.duration(to: .now) }
}
