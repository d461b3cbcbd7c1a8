import EigenpalAPI

/// Times and sizes in words for people.
enum TimeText {
    /// How long something took: `0.4 s`, `12.3 s`, `3m 12s`, `2h 05m`.
    static func duration(milliseconds: Double) -> String {
        guard milliseconds.isFinite, milliseconds >= 0, milliseconds < 1e15 else { return "" }
        let tenths = Int((milliseconds / 100).rounded())
        if tenths < 600 { return "\(tenths / 10).\(tenths % 10) s" }
        let seconds = tenths / 10
        if seconds < 3600 { return "\(seconds / 60)m \(padded(seconds % 60))s" }
        return "\(seconds / 3600)h \(padded(seconds / 60 % 60))m"
    }

    /// How long ago a moment in ISO 8601 was: `just now`, `5m ago`, `3h ago`, `2d ago`, else its day. What is no moment
    /// stays as it is.
    static func ago(_ moment: String, now: Int64) -> String {
        guard let milliseconds = APIDate.milliseconds(parsing: moment) else { return moment }
        let seconds = now - milliseconds / 1000
        return switch seconds {
        case ..<(-60): String(moment.prefix(10))
        case ..<10: "just now"
        case ..<60: "\(seconds)s ago"
        case ..<3600: "\(seconds / 60)m ago"
        case ..<86_400: "\(seconds / 3600)h ago"
        case ..<(14 * 86_400): "\(seconds / 86_400)d ago"
        default: String(moment.prefix(10))
        }
    }

    /// A size: `812 B`, `1.2 kB`, `3.4 MB`, `5.6 GB`.
    static func size(_ bytes: Int64) -> String {
        if bytes < 1000 { return "\(bytes) B" }
        var (value, unit) = (Double(bytes) / 1000, 0)
        let units = ["kB", "MB", "GB", "TB", "PB", "EB"]
        while value >= 999.95, unit < units.count - 1 { (value, unit) = (value / 1000, unit + 1) }
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10) \(units[unit])"
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
