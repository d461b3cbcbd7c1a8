/// The query of a request: names and values in the order in which they were added.
struct Query: Sendable {
    private var items: [(name: String, value: String)] = []

    /// An empty query.
    init() {}

    /// A query of these items.
    init(_ items: [(name: String, value: String)]) { self.items = items }

    var isEmpty: Bool { items.isEmpty }

    /// The query with one more item, where there is a value.
    func adding(_ name: String, _ value: String?) -> Query {
        guard let value else { return self }
        return Query(items + [(name, value)])
    }

    /// The query with one more item, where there is a value.
    func adding(_ name: String, _ value: Int?) -> Query { adding(name, value.map { String($0) }) }

    /// The query with one more item, `true` or `false`, where there is a value.
    func adding(_ name: String, _ value: Bool?) -> Query { adding(name, value.map { $0 ? "true" : "false" }) }

    /// The items, percent-encoded, without the question mark.
    var encoded: String {
        items.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }
            .joined(separator: "&")
    }
}
