import Glibc

/// The two clocks, in milliseconds.
enum Clock {
    /// Since some moment, always forward: what durations are told by.
    static var steady: Int64 { read(CLOCK_MONOTONIC) }
    /// Since 1970, as the machine's clock is set.
    static var wall: Int64 { read(CLOCK_REALTIME) }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// Seconds as milliseconds, within what a clock can tell.
    static func milliseconds(_ seconds: Double) -> Int64 {
        seconds.isFinite ? Int64(min(max(seconds, 0), 1e9) * 1000) : 1_000_000_000_000
    }
}
