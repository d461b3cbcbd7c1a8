/// The work took longer than it may.
struct DeadlineExceeded: Error {}

/// The value of `work`, which is cancelled if it takes longer than `limit`.
///
/// - Throws: what `work` throws, or ``DeadlineExceeded``.
func withDeadline<Value: Sendable>(
    _ limit: Duration, _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await work() }
        group.addTask {
            try await Task.sleep(for: limit)
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let value = first else { throw DeadlineExceeded() }
        return value
    }
}
