/// Moments as the API writes them: ISO 8601 in UTC with milliseconds, `2026-07-14T09:30:00.000Z`.
///
/// Wire types keep such a moment as the string that came, so that nothing is lost between two servers' habits.
public enum APIDate {
    /// The text of a moment.
    ///
    /// - Parameter milliseconds: milliseconds since the beginning of 1970 in UTC; the years 0 to 9999 have a text.
    /// - Returns: 24 characters, such as `1970-01-01T00:00:00.000Z`. A moment outside those years is put at their
    ///   nearer end.
    public static func string(milliseconds: Int64) -> String {
        let moment = min(max(milliseconds, earliest), latest)
        let (days, inDay) = split(moment, by: 86_400_000)
        let (year, month, day) = civil(days: days)
        return String(unsafeUninitializedCapacity: 24) { text in
            var position = 0
            func write(_ value: Int64, _ width: Int, _ end: Unicode.Scalar) {
                var rest = value
                for place in stride(from: position + width - 1, through: position, by: -1) {
                    text[place] = UInt8(0x30 + rest % 10)
                    rest /= 10
                }
                text[position + width] = UInt8(ascii: end)
                position += width + 1
            }
            write(year, 4, "-")
            write(month, 2, "-")
            write(day, 2, "T")
            write(inDay / 3_600_000, 2, ":")
            write(inDay / 60_000 % 60, 2, ":")
            write(inDay / 1_000 % 60, 2, ".")
            write(inDay % 1_000, 3, "Z")
            return position
        }
    }

    /// The moment that a text names.
    ///
    /// - Parameter text: `YYYY-MM-DDTHH:MM:SS`, then a fraction of any length if at all, then `Z` or `±HH:MM`.
    /// - Returns: milliseconds since the beginning of 1970 in UTC, finer digits cut off; nil for any other text.
    public static func milliseconds(parsing text: some StringProtocol) -> Int64? {
        var digits = Digits(text.utf8)
        guard let year = digits.number(4), digits.skip("-"), let month = digits.number(2), digits.skip("-"),
            let day = digits.number(2), digits.skip("T"), let hour = digits.number(2), digits.skip(":"),
            let minute = digits.number(2), digits.skip(":"), let second = digits.number(2),
            (1...12).contains(month), day >= 1, day <= length(of: month, in: year), hour < 24, minute < 60,
            second < 60
        else { return nil }
        var fraction: Int64 = 0
        if digits.skip(".") {
            guard let found = digits.fraction() else { return nil }
            fraction = found
        }
        guard let offset = digits.offsetMinutes(), digits.isAtEnd else { return nil }
        let days = days(year: year, month: month, day: day)
        return ((days * 24 + hour) * 60 + minute - offset) * 60_000 + second * 1_000 + fraction
    }

    // 0000-01-01T00:00:00.000Z and 9999-12-31T23:59:59.999Z
    private static let earliest: Int64 = -62_167_219_200_000
    private static let latest: Int64 = 253_402_300_799_999

    /// Quotient and remainder, the remainder never negative.
    private static func split(_ value: Int64, by divisor: Int64) -> (Int64, Int64) {
        let rest = value % divisor
        return rest < 0 ? (value / divisor - 1, rest + divisor) : (value / divisor, rest)
    }

    // Both ways between a day and its date count from 0000-03-01, in eras of 400 years: a leap day is then the last
    // day of its year, and every era is alike.

    private static func civil(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = split(days + 719_468, by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let (era, yearOfEra) = split(month <= 2 ? year - 1 : year, by: 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func length(of month: Int64, in year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

/// Reads the parts of a timestamp from its front.
private struct Digits<Bytes: Collection> where Bytes.Element == UInt8 {
    private var rest: Bytes.SubSequence

    init(_ bytes: Bytes) { rest = bytes[...] }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard let first = rest.first, UInt32(first) == character.value else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// The number that exactly `count` digits spell.
    mutating func number(_ count: Int) -> Int64? {
        var value: Int64 = 0
        for _ in 0..<count {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// The milliseconds that one or more digits after a point spell.
    mutating func fraction() -> Int64? {
        var value: Int64 = 0
        var count = 0
        while let digit = digit() {
            if count < 3 { value = value * 10 + digit }
            count += 1
        }
        guard count > 0 else { return nil }
        for _ in count..<max(count, 3) { value *= 10 }
        return value
    }

    /// Minutes that the text's zone is ahead of UTC.
    mutating func offsetMinutes() -> Int64? {
        if skip("Z") { return 0 }
        let sign: Int64
        if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return nil }
        guard let hours = number(2), skip(":"), let minutes = number(2), hours < 24, minutes < 60 else {
            return nil
        }
        return sign * (hours * 60 + minutes)
    }

    private mutating func digit() -> Int64? {
        guard let first = rest.first, (0x30...0x39).contains(first) else { return nil }
        rest = rest.dropFirst()
        return Int64(first - 0x30)
    }
}
