#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A moment as Git keeps it, written for people and programs.
enum Timestamp {
    /// ISO 8601 in UTC, `2026-11-23T10:15:00Z`.
    static func iso(_ seconds: Int64) -> String {
        let parts = split(seconds)
        return "\(day(parts))T\(padded(parts.tm_hour)):\(padded(parts.tm_min)):\(padded(parts.tm_sec))Z"
    }

    /// The day in UTC, `2026-11-23`.
    static func day(_ seconds: Int64) -> String { day(split(seconds)) }

    private static func split(_ seconds: Int64) -> tm {
        var time = time_t(seconds)
        var parts = tm()
        gmtime_r(&time, &parts)
        return parts
    }

    private static func day(_ parts: tm) -> String {
        "\(Int(parts.tm_year) + 1900)-\(padded(parts.tm_mon + 1))-\(padded(parts.tm_mday))"
    }

    private static func padded(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
