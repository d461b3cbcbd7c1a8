extension EigenpalClient {
    /// Sends any request to the server and answers with what came, whatever the status.
    ///
    /// ```swift
    /// let answer = try await client.send(method: "GET", path: "/api/v1/workflows", query: [("limit", "10")])
    /// print(answer.status, String(decoding: answer.body, as: UTF8.self))
    /// ```
    ///
    /// - Parameters:
    ///   - method: the HTTP method.
    ///   - path: the path below the base URL, percent-encoded, `/` first; it may have a query.
    ///   - query: further items of the query, not encoded.
    ///   - body: what to send.
    /// - Throws: ``EigenpalError``, never for a status; ``EigenpalError/invalidArgument(_:)`` for a method or a path
    ///   that cannot be sent.
    public func send(
        method: String, path: String, query: [(name: String, value: String)] = [], body: RequestBody? = nil
    ) async throws(EigenpalError) -> RawResponse {
        let request = try Self.checked(method: method, path: path, query: query, body: body)
        return try await transport.response(to: request)
    }

    /// Sends any request to the server and answers as soon as the headers are there.
    ///
    /// - Parameters: as in ``send(method:path:query:body:)``.
    /// - Throws: ``EigenpalError``, never for a status.
    public func stream(
        method: String, path: String, query: [(name: String, value: String)] = [], body: RequestBody? = nil
    ) async throws(EigenpalError) -> ResponseStream {
        let request = try Self.checked(method: method, path: path, query: query, body: body)
        return try await transport.stream(request)
    }

    /// The error that an answer of ``send(method:path:query:body:)`` stands for; nil for a status of 2xx.
    public func error(of response: RawResponse, method: String, path: String) -> EigenpalError? {
        guard !(200..<300).contains(response.status) else { return nil }
        let request = Request(method: method, target: path, query: Query(), body: nil)
        return transport.error(of: response, request: request.summary)
    }

    private static func checked(
        method: String, path: String, query: [(name: String, value: String)], body: RequestBody?
    ) throws(EigenpalError) -> Request {
        guard (1...32).contains(method.utf8.count), method.utf8.allSatisfy(isMethodByte) else {
            throw .invalidArgument("\"\(method)\" is not an HTTP method")
        }
        guard path.hasPrefix("/"), !path.hasPrefix("//") else {
            throw .invalidArgument("a path below the base URL begins with one slash: /api/v1/agents")
        }
        guard path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }) else {
            throw .invalidArgument("a path is percent-encoded: no spaces, no #, no letters beyond ASCII")
        }
        return Request(method: method.uppercased(), target: path, query: Query(query), body: body)
    }

    private static func isMethodByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
