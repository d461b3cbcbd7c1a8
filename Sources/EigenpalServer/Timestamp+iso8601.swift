import EigenpalAPI

extension Timestamp {
    /// The moment in ISO 8601, in UTC with milliseconds: `2025-01-31T23:59:59.000Z`.
    public var iso8601: String { APIDate.string(milliseconds: milliseconds) }
}
