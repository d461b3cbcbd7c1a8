/// An answer as it came: status, headers and the whole body.
public struct RawResponse: Sendable, Hashable {
    /// The HTTP status.
    public var status: Int
    /// The headers in their order; a name may come more than once.
    public var headers: [Header]
    /// The body.
    public var body: [UInt8]

    /// Describes an answer.
    public init(status: Int, headers: [Header], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// One header of an answer.
    public struct Header: Sendable, Hashable {
        /// The name as it came.
        public var name: String
        /// The value.
        public var value: String

        /// Describes a header.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The value of a header, by its name in any case; the first where it comes more than once.
    public func header(_ name: String) -> String? { headers.value(of: name) }

    /// The request's id, from `x-request-id`.
    public var requestID: String? { header("x-request-id") }

    /// The media type, in lower case.
    public var contentType: String? { header("content-type")?.lowercased() }

    /// Whether the server says that the body is JSON, or does not say what it is.
    var isJSON: Bool {
        guard let contentType, !contentType.isEmpty else { return true }
        return contentType.contains("json") || contentType.contains("octet-stream")
    }
}

extension [RawResponse.Header] {
    func value(of name: String) -> String? {
        let name = name.lowercased()
        return first { $0.name.lowercased() == name }?.value
    }
}
