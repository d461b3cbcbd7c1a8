import NIOCore
import Synchronization

/// Closes a connection whose client has stopped reading, so that it cannot keep a git process for ever.
///
/// A client that reads slowly is fine: each write has the whole limit to itself.
final class StallWatch: Sendable {
    private let writingSince = Mutex<ContinuousClock.Instant?>(nil)
    private let limit: Duration

    /// Watches for writes that take longer than a limit.
    init(limit: Duration) { self.limit = limit }

    /// Notes that a write begins.
    func writeBegins() { writingSince.withLock { $0 = .now } }

    /// Notes that it is through.
    func writeEnds() { writingSince.withLock { $0 = nil } }

    /// Watches until cancelled; closes the connection when a write takes too long, which makes that write fail.
    ///
    /// - Returns: whether it closed the connection.
    func watch(_ channel: any Channel) async -> Bool {
        while true {
            do { try await Task.sleep(for: min(limit, .seconds(1))) } catch { return false }
            let since = writingSince.withLock { $0 }
            if let since, since + limit < .now {
                channel.close(mode: .all, promise: nil)
                return true
            }
        }
    }
}
