import EigenpalAPI

/// The `Retry-After` header, RFC 9110 section 10.2.3: a number of seconds, or a date.
enum RetryAfter {
    /// How long to wait.
    ///
    /// - Parameters:
    ///   - text: the header's value.
    ///   - now: seconds since 1970.
    /// - Returns: never less than zero and never more than a year; nil for text that is neither form.
    static func duration(parsing text: String, now: Double) -> Duration? {
        let text = text.trimmingSpaces
        if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            return .seconds(min(Int64(text) ?? longest, longest))
        }
        guard let moment = date(parsing: text) else { return nil }
        let wait = Double(moment) / 1_000 - now
        return .milliseconds(Int64(min(max(wait, 0), Double(longest)) * 1_000))
    }

    /// Milliseconds since 1970 of an IMF-fixdate, `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that senders may use.
    private static func date(parsing text: some StringProtocol) -> Int64? {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 6, days.contains(String(parts[0])), parts[5] == "GMT",
            let month = months.firstIndex(of: String(parts[2]))
        else { return nil }
        let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
        return APIDate.milliseconds(parsing: "\(parts[3])-\(number)-\(parts[1])T\(parts[4])Z")
    }

    private static let longest: Int64 = 365 * 86_400
    private static let days = ["Mon,", "Tue,", "Wed,", "Thu,", "Fri,", "Sat,", "Sun,"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}

extension String {
    fileprivate var trimmingSpaces: Substring {
        var text = self[...]
        while let first = text.first, first == " " || first == "\t" { text = text.dropFirst() }
        while let last = text.last, last == " " || last == "\t" { text = text.dropLast() }
        return text
    }
}
