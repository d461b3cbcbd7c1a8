import EigenpalAPI
import HTTPTypes

/// A place in the list of all runs, as pages hand it on: `r` and the sequence of the last one in base 36.
enum RunCursor {
    static func text(_ sequence: Int64) -> String { "r\(String(sequence, radix: 36))" }

    static func sequence(_ text: String) -> Int64? {
        guard text.first == "r", text.utf8.count < 15, let number = Int64(text.dropFirst(), radix: 36),
            number > 0
        else { return nil }
        return number
    }
}

extension APIRequest {
    /// What the query wants to see of the runs.
    ///
    /// - Throws: 400 for a word, a moment or a cursor that is none.
    func runFilter() throws(APIError) -> RunFilter {
        var filter = RunFilter()
        (filter.limit, filter.offset) = try query.page()
        filter.kind = try query.choice("type", of: Automation.Kind.allCases.map(\.rawValue))
            .flatMap(Automation.Kind.init(rawValue:))
        filter.source = try query.text("source")
        filter.statuses = try query.choices("status", of: ExecutionStatus.known.map(\.rawValue)).sorted()
            .map(ExecutionStatus.init(rawValue:))
        filter.triggers = try words("trigger") ?? []
        filter.triggeredBy = try query.text("triggeredBy")
        filter.sourceRef = try query.text("sourceRef")
        filter.batchID = try query.text("batchId")
        filter.exampleID = try query.text("exampleId")
        filter.exampleIDContains = try query.text("exampleIdContains")
        // `to` is a day or a moment that still belongs to the list; `…Before` is the first that does not.
        filter.createdFrom = Self.latest([try moment("from"), try moment("createdAfter")])
        filter.createdBefore = Self.earliest([try moment("to", isEnd: true), try moment("createdBefore")])
        filter.completedFrom = try moment("completedAfter")
        filter.completedBefore = try moment("completedBefore")
        filter.ids = try words("ids")
        if let text = try query.text("cursor") {
            guard let sequence = RunCursor.sequence(text) else {
                throw APIError(
                    .badRequest, code: "invalid_value", field: "cursor", "`cursor` is not one of this list.")
            }
            filter.before = sequence
        }
        return filter
    }

    private func words(_ name: String) throws(APIError) -> [String]? {
        guard let text = try query.text(name) else { return nil }
        let words = text.split(separator: ",").map(String.init)
        guard words.count <= 500 else {
            throw APIError(
                .badRequest, code: "out_of_range", field: name, "`\(name)` has more than 500 parts.")
        }
        return words
    }

    /// A moment, or a day as its beginning, or as the one after it where it is an end.
    private func moment(_ name: String, isEnd: Bool = false) throws(APIError) -> Timestamp? {
        guard let text = try query.text(name) else { return nil }
        if let milliseconds = APIDate.milliseconds(parsing: text) {
            return Timestamp(milliseconds: milliseconds + (isEnd ? 1 : 0))
        }
        guard text.utf8.count == 10, let milliseconds = APIDate.milliseconds(parsing: "\(text)T00:00:00Z")
        else {
            throw APIError(
                .badRequest, code: "invalid_value", field: name,
                "`\(name)` must be a moment in ISO 8601, such as 2025-01-31T23:59:59Z, or a day.")
        }
        return Timestamp(milliseconds: milliseconds + (isEnd ? 86_400_000 : 0))
    }

    private static func latest(_ moments: [Timestamp?]) -> Timestamp? { moments.compactMap { $0 }.max() }
    private static func earliest(_ moments: [Timestamp?]) -> Timestamp? { moments.compactMap { $0 }.min() }
}
