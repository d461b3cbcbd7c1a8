import Synchronization

/// Told how far a file has come: the bytes that have moved, and how many there are in all, nil where nobody knows.
///
/// It is called after every piece, from any thread and never from two at once; what it does holds the transfer up.
public typealias TransferProgress = @Sendable (_ bytes: Int64, _ total: Int64?) -> Void

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
