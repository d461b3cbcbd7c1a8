import EigenpalAPI

/// Which runs a list is to hold.
struct RunsQuery: Sendable {
    var type: RunType?
    var source: String?
    var status: [ExecutionStatus]
    var trigger: String?
    var triggeredBy: String?
    var sourceRef: String?
    var batchId: String?
    var exampleId: String?
    var exampleIdContains: String?
    var from: String?
    var to: String?
    var createdAfter: String?
    var createdBefore: String?
    var completedAfter: String?
    var completedBefore: String?
    var ids: [String]

    func request(cursor: String?, offset: Int?, limit: Int?) -> Request {
        func list(_ words: [String]) -> String? { words.isEmpty ? nil : words.joined(separator: ",") }
        let query = Query().adding("type", type?.rawValue).adding("source", source)
            .adding("status", list(status.map(\.rawValue))).adding("trigger", trigger)
            .adding("triggeredBy", triggeredBy).adding("sourceRef", sourceRef).adding("batchId", batchId)
            .adding("exampleId", exampleId).adding("exampleIdContains", exampleIdContains)
            .adding("from", from).adding("to", to)
            .adding("createdAfter", createdAfter).adding("createdBefore", createdBefore)
            .adding("completedAfter", completedAfter).adding("completedBefore", completedBefore)
            .adding("cursor", cursor).adding("offset", offset).adding("limit", limit)
            .adding("ids", list(ids))
        return Request(.get, ["runs"], query: query)
    }
}
