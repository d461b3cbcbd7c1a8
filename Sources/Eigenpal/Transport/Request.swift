import EigenpalAPI

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A request to the API before it is sent.
struct Request: Sendable {
    /// The HTTP method, in capitals.
    var method: String
    /// The path below the base URL in parts that are percent-encoded when it is sent; nil where ``target`` is given.
    var segments: [String]?
    /// The path below the base URL, and the query, as they are sent.
    var target: String?
    /// The query.
    var query = Query()
    /// What is sent.
    var content = Content.none
    /// The media type that is asked for.
    var accept = "application/json"
    /// Headers beside those of every request.
    var headers: [(name: String, value: String)] = []
    /// How long it may take, where that is not what the client says.
    var timeLimit: Duration?
    /// When something of its body was sent last: the time limit then counts from there.
    var activity: TransferActivity?

    /// What a request sends.
    enum Content: Sendable {
        case none
        /// A JSON body.
        case json(@Sendable () throws -> [UInt8])
        /// Anything else.
        case body(RequestBody)
    }

    /// The methods of the API.
    enum Method: String { case get = "GET", post = "POST", put = "PUT", patch = "PATCH", delete = "DELETE" }

    /// A request of the API's version 1.
    ///
    /// - Parameter segments: the path below `/api/v1`, not encoded.
    init(_ method: Method, _ segments: [String], query: Query = Query()) {
        self.method = method.rawValue
        self.segments = ["api", "v1"] + segments
        self.query = query
    }

    /// A request of any kind.
    init(method: String, target: String, query: Query, body: RequestBody?) {
        self.method = method
        self.target = target
        self.query = query
        content = body.map(Content.body) ?? .none
    }

    /// The request with a JSON body.
    func sending(_ body: some Encodable & Sendable) -> Request {
        var request = self
        request.content = .json { try Self.encoded(body) }
        return request
    }

    /// The request with a JSON body that may be a long one.
    func sending(long body: some QuickJSON & Sendable) -> Request {
        var request = self
        request.content = .json { try body.quickJSON ?? Self.encoded(body) }
        return request
    }

    private static func encoded(_ body: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(body))
    }

    /// The path and query below the base URL, percent-encoded.
    ///
    /// - Throws: ``EigenpalError/invalidArgument(_:)`` for a segment that is empty or a dot segment: it would be
    ///   another path on the way.
    func encodedTarget() throws(EigenpalError) -> String {
        var path = target ?? ""
        for segment in segments ?? [] {
            guard !segment.isEmpty, segment != ".", segment != ".." else {
                throw .invalidArgument("\"\(segment)\" does not name anything")
            }
            path += "/" + PercentEncoding.encode(segment)
        }
        guard !query.isEmpty else { return path }
        return path + (path.contains("?") ? "&" : "?") + query.encoded
    }

    /// Method and path for people, without the query.
    var summary: String {
        let path =
            segments.map { "/" + $0.joined(separator: "/") } ?? String((target ?? "").prefix { $0 != "?" })
        return "\(method) \(path)"
    }
}
