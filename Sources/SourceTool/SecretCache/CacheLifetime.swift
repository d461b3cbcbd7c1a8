/// How long a cached secret may be used after it was put there.
public struct CacheLifetime: Sendable, Hashable {
    /// Seconds; 0 means that the cache is neither read nor written.
    public let seconds: Int64

    /// 12 hours.
    public static let standard = CacheLifetime(seconds: 12 * 3600)

    /// Whether the cache is used at all.
    var isOn: Bool { seconds > 0 }

    init(seconds: Int64) { self.seconds = seconds }

    /// Reads `90s`, `30m`, `12h`, `7d` or `0`.
    ///
    /// - Throws: ``ToolError`` with exit code 2 for anything else, and for more than 366 days.
    public init(parsing text: String) throws(ToolError) {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        let number = text.last.map { units[$0] == nil ? text[...] : text.dropLast() } ?? ""
        let unit = text.last.flatMap { units[$0] }
        guard number.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let count = Int64(number),
            unit != nil || count == 0
        else {
            throw .usage("\"\(text)\" is no time to live: write 90s, 30m, 12h, 7d or 0")
        }
        let (seconds, isTooLarge) = count.multipliedReportingOverflow(by: unit ?? 1)
        guard !isTooLarge, seconds <= 366 * 86_400 else {
            throw .usage("\"\(text)\" is longer than 366 days")
        }
        self.seconds = seconds
    }

    /// What was typed, else what `EIGENPAL_CACHE_TTL` says, else 12 hours.
    static func chosen(_ typed: String?, _ context: ToolContext) throws(ToolError) -> CacheLifetime {
        guard let text = typed ?? context.variable("EIGENPAL_CACHE_TTL") else { return .standard }
        return try CacheLifetime(parsing: text)
    }

    /// This, or what holds where no time is typed, whichever is longer.
    func orUsual(_ context: ToolContext) -> CacheLifetime {
        let usual = (try? CacheLifetime.chosen(nil, context)) ?? .standard
        return usual.seconds > seconds ? usual : self
    }

    /// In the largest unit that divides it.
    public var description: String {
        for (unit, size) in [("d", Int64(86_400)), ("h", 3600), ("m", 60)]
        where seconds > 0 && seconds % size == 0 {
            return "\(seconds / size)\(unit)"
        }
        return seconds == 0 ? "0" : "\(seconds)s"
    }
}
