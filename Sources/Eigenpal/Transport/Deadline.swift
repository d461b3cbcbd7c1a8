/// The work took longer than it may.
struct DeadlineExceeded: Error {
    /// How long it may take.
    let limit: Duration
}

/// The value of `work`, which is cancelled if it takes longer than `limit`.
///
/// - Parameter activity: what the work says of itself; the limit then is for how long it may stand still.
/// - Throws: what `work` throws, or ``DeadlineExceeded``.
func withDeadline<Value: Sendable>(
    _ limit: Duration, activity: TransferActivity? = nil, _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await work() }
        group.addTask {
            var rest = limit
            while rest > .zero {
                try await Task.sleep(for: rest)
                rest = activity.map { limit - $0.idle } ?? .zero
            }
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let value = first else {
            throw DeadlineExceeded(limit: limit)
        }
        return value
    }
}
