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
    /// How many signals came since they are held back.
    static var count: Int { arrived.load(ordering: .relaxed) }

    /// Runs `body` with SIGINT, SIGTERM and SIGHUP counted instead of obeyed.
    static func during<Value, Failure: Error>(_ body: () throws(Failure) -> Value) throws(Failure) -> Value {
        arrived.store(0, ordering: .relaxed)
        let signals = [SIGINT, SIGTERM, SIGHUP]
        // The functions take no place of a handler that was there: it comes back after.
        let before = signals.map { signal($0) { _ in arrived.add(1, ordering: .relaxed) } }
        defer {
            for (number, handler) in zip(signals, before) { signal(number, handler) }
        }
        return try body()
    }

    // Written by a signal's handler: a lock-free integer is all that may be touched there.
    private static let arrived = Atomic<Int>(0)
}
