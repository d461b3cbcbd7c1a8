import EigenpalAPI

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension EigenpalError {
    /// The error of an answer outside 2xx.
    ///
    /// - Parameters:
    ///   - request: method and path.
    ///   - baseURL: where the answer came from.
    ///   - response: the answer, the API key already masked.
    ///   - now: seconds since 1970, against which a date in `Retry-After` counts.
    init(request: String, baseURL: BaseURL, response: RawResponse, now: Double) {
        let body =
            response.isJSON ? try? JSONDecoder().decode(JSONValue.self, from: Data(response.body)) : nil
        let envelope = body.flatMap { _ in
            try? JSONDecoder().decode(APIErrorEnvelope.self, from: Data(response.body))
        }
        var failure = Failure(
            request: request, status: response.status,
            requestID: response.requestID ?? body?["requestId"]?.string, envelope: envelope, body: body,
            message: Self.message(of: body) ?? "")
        failure.retryAfter = response.header("retry-after").flatMap {
            RetryAfter.duration(parsing: $0, now: now)
        }
        func message(_ otherwise: String) -> Failure {
            if failure.message.isEmpty { failure.message = otherwise }
            return failure
        }
        let unreadable = body == nil && !response.body.isEmpty
        switch response.status {
        case 429:
            self = .rateLimited(
                message("\(baseURL) gets too many requests"), retryAfter: failure.retryAfter)
        case 500...:
            self = .server(
                message(
                    unreadable
                        ? "\(baseURL) answered \(response.status) with \(response.contentType ?? "no content type")"
                        : "\(baseURL) failed"))
        case 300..<400:
            self = .unexpectedStatus(message(Self.redirection(response, from: baseURL)))
        case _ where unreadable:
            self = .notJSON(
                baseURL: baseURL.description, status: response.status, contentType: response.contentType)
        case 400: self = .validation(message("the request is not valid"))
        case 401:
            self = .authentication(
                message("the API key is missing, wrong or revoked; make one in the server's settings"))
        case 403: self = .forbidden(message("this API key may not do this"))
        case 404: self = .notFound(message("not found"))
        case 409: self = .conflict(message("the request is against the state of things"))
        default: self = .unexpectedStatus(message("\(baseURL) answered \(response.status)"))
        }
    }

    /// The first issue of an envelope, or what other programs put in its place.
    private static func message(of body: JSONValue?) -> String? {
        if let issue = body?["issues"]?[0], let message = issue["message"]?.string {
            let field = issue["field"]?.string ?? ""
            return field.isEmpty || field == "<root>" ? message : "\(field): \(message)"
        }
        return body?["error"]?.string ?? body?["message"]?.string ?? body?["error"]?["message"]?.string
    }

    /// Where a redirect leads to, as far as it tells the right base URL.
    private static func redirection(_ response: RawResponse, from baseURL: BaseURL) -> String {
        let target = response.header("location").flatMap { location -> String? in
            guard location.utf8.count <= 2_000 else { return nil }
            return (try? BaseURL(parsing: String(location.prefix { $0 != "?" && $0 != "#" })))?.origin
        }
        guard let target, target != baseURL.origin else {
            return "\(baseURL) answered with a redirect, which an EigenPal server does not do: "
                + "is the path of the base URL right?"
        }
        return "\(baseURL) redirects to \(target), and the API key is not sent on to another server; "
            + "where that is the right one, make it the base URL"
    }
}
