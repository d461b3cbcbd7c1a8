#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A moment, as the store keeps it: milliseconds since 1970 in UTC.
public struct Timestamp: Sendable, Hashable, Comparable {
    /// Milliseconds since the beginning of 1970 in UTC.
    public let milliseconds: Int64

    /// Names a moment.
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// This moment, by the system's clock.
    public static var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// Whether one moment is before another.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }
}
