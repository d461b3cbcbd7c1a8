import EigenpalAPI

/// How much of a run's trace has been told already.
struct TraceTail {
    /// Where the next question begins; nil at the first one, and where the server always tells everything.
    private(set) var offset: Int?
    private var told = 0

    /// The events of an answer that are new. The answer is to the question from ``offset`` on.
    mutating func take(_ answer: RunTraceResponse) -> [JSONValue] {
        let isRest = offset != nil && answer.nextOffset != nil
        let events = isRest ? answer.events : Array(answer.events.dropFirst(told))
        told += events.count
        offset = answer.nextOffset
        return events
    }
}
