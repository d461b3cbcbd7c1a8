import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Ctrl-C and its kin, held back while something must not stop half way: whoever holds them back looks at the count
/// and winds up.
enum HeldSignals {
    /// How many came since they are held back.
    static var count: Int { arrived.load(ordering: .relaxed) }

    /// Runs `body` with SIGINT, SIGTERM and SIGHUP counted instead of obeyed.
    static func during<Value, Failure: Error>(
        _ body: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        // Also sees to it that the counter is there before a handler needs it.
        arrived.store(0, ordering: .relaxed)
        let before = numbers.map { signal($0, note) }
        defer {
            for (number, handler) in zip(numbers, before) { signal(number, handler) }
        }
        return try await body()
    }

    private static let numbers = [SIGINT, SIGTERM, SIGHUP]
    // A handler can reach nothing but globals, and a lock-free number is all it may touch.
    private static let arrived = Atomic<Int>(0)
    private static let note: @convention(c) (Int32) -> Void = { _ in
        HeldSignals.arrived.add(1, ordering: .relaxed)
    }
}
