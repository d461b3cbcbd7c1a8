import Eigenpal

/// When a request is made again: for a few seconds, after 502, 503 and 504 only. Those mean that the server, or what
/// stands before it, is not ready yet, as may be right after a tag was pushed.
struct RetryPolicy: Sendable {
    /// The pauses between the attempts; there is one attempt more than pauses.
    var pauses: [Duration]
    /// The longest pause that a server's `Retry-After` is obeyed for.
    var longestPause: Duration

    /// Five attempts within eight seconds.
    static let standard = RetryPolicy(
        pauses: [.milliseconds(500), .seconds(1), .seconds(2), .seconds(4)], longestPause: .seconds(10))

    /// Whether an answer of this status is worth another attempt.
    static func isTransient(_ status: Int?) -> Bool { status == 502 || status == 503 || status == 504 }

    /// The value of `body`, called again while it throws what is transient.
    ///
    /// - Parameter waiting: told before each pause.
    func run<Value>(
        waiting: (EigenpalError, Duration) -> Void = { _, _ in },
        _ body: () async throws(EigenpalError) -> Value
    ) async throws(EigenpalError) -> Value {
        for pause in pauses {
            do throws(EigenpalError) {
                return try await body()
            } catch {
                guard Self.isTransient(error.status) else { throw error }
                let pause = max(error.retryAfter ?? pause, pause)
                guard pause <= longestPause else { throw error }
                waiting(error, pause)
                do {
                    try await Task.sleep(for: pause)
                } catch {
                    throw EigenpalError.cancelled
                }
            }
        }
        return try await body()
    }
}
