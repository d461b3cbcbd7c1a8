extension EigenpalError: CustomStringConvertible {
    /// What happened, to which request, and the id to name when asking about it; the key is never in it.
    public var description: String {
        switch self {
        case .validation(let failure), .authentication(let failure), .forbidden(let failure),
            .notFound(let failure), .conflict(let failure), .rateLimited(let failure, _),
            .server(let failure),
            .timeout(let failure), .unexpectedStatus(let failure), .decoding(let failure):
            "\(failure)"
        case .notJSON(let baseURL, let status, let contentType):
            "\(baseURL) answered \(status) with \(contentType ?? "no content type") where JSON is due: "
                + "is this the base URL of an EigenPal server, and is there a proxy between?"
        case .responseTooLarge(let baseURL, let limit):
            "\(baseURL) sent an answer of more than \(limit) bytes, which is more than is held in memory: "
                + "a download with `to:` writes it to a file, and a stream reads it as it comes"
        case .unreachable(let baseURL, let reason): "\(baseURL) cannot be reached: \(reason)"
        case .tls(let baseURL, let reason): "the connection to \(baseURL) is not to be trusted: \(reason)"
        case .invalidConfiguration(let reason), .invalidArgument(let reason): reason
        case .file(let path, let reason): "\(path) \(reason)"
        case .cancelled: "the request was cancelled"
        }
    }
}

extension EigenpalError.Failure: CustomStringConvertible {
    /// The message, the request, its status and id.
    public var description: String {
        var facts = [request]
        if let status { facts.append("status \(status)") }
        if let requestID { facts.append("request \(requestID)") }
        return "\(message) (\(facts.joined(separator: ", ")))"
    }
}
