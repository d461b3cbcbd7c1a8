/// A file that the server has, and the ways to get it.
struct FileDownload: Sendable {
    let transport: HTTPTransport
    let request: Request

    init(transport: HTTPTransport, request: Request) {
        self.transport = transport
        var request = request
        request.accept = "*/*"
        self.request = request
    }

    /// The whole file in memory.
    ///
    /// - Parameter limit: how many bytes it may have; the client's maximum where nil.
    /// - Throws: ``EigenpalError``; ``EigenpalError/responseTooLarge(baseURL:limit:)`` for a larger file.
    func bytes(limit: Int?) async throws(EigenpalError) -> [UInt8] {
        let limit = limit ?? transport.maximumResponseSize
        let tooLarge = EigenpalError.responseTooLarge(baseURL: transport.baseURL.description, limit: limit)
        let answer = try await stream()
        var bytes: [UInt8] = []
        if let length = answer.contentLength {
            guard length <= limit else { throw tooLarge }
            bytes.reserveCapacity(Int(min(length, 1 << 20)))
        }
        for try await chunk in answer.body {
            guard bytes.count + chunk.count <= limit else { throw tooLarge }
            bytes += chunk
        }
        // A cancelled request's body ends early, without an error of its own.
        guard !Task.isCancelled else { throw .cancelled }
        return bytes
    }

    /// The file as it arrives.
    ///
    /// - Throws: ``EigenpalError``, also for every status outside 2xx.
    func stream() async throws(EigenpalError) -> ResponseStream { try await open(request) }

    /// The answer to a request for the file, its body still to come.
    ///
    /// - Parameter further: statuses outside 2xx that are answers too.
    func open(_ request: Request, orStatus further: Int? = nil) async throws(EigenpalError) -> ResponseStream
    {
        let answer = try await transport.stream(request)
        if answer.status == further { return answer }
        guard (200..<300).contains(answer.status) else {
            let body = try await answer.firstBytes(1 << 20)
            throw transport.error(
                of: RawResponse(status: answer.status, headers: answer.headers, body: body),
                request: request.summary)
        }
        // The API's files are octets. A page is what a proxy says in the server's place.
        guard answer.header("content-type")?.lowercased().contains("html") != true else {
            throw .notJSON(
                baseURL: transport.baseURL.description, status: answer.status,
                contentType: answer.header("content-type"))
        }
        return answer
    }
}

extension ResponseStream {
    /// How many bytes the body has, where the server says it.
    var contentLength: Int64? { header("content-length").flatMap { Int64($0) } }

    /// The validator that a part of the body may be kept by: a strong `ETag`, RFC 9110 section 8.8.3.
    var strongETag: String? {
        guard let tag = header("etag"), tag.hasPrefix("\""), tag.hasSuffix("\""), tag.utf8.count > 2,
            tag.utf8.allSatisfy({ (0x21..<0x7F).contains($0) })
        else { return nil }
        return tag
    }

    /// The beginning of the body; the rest is let go.
    fileprivate func firstBytes(_ limit: Int) async throws(EigenpalError) -> [UInt8] {
        var bytes: [UInt8] = []
        for try await chunk in body {
            bytes += chunk.prefix(limit - bytes.count)
            if bytes.count >= limit { break }
        }
        return bytes
    }
}
