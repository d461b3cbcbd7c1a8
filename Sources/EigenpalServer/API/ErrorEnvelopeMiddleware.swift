import Hummingbird
import Logging
import NIOCore

/// Turns whatever a route throws into the error envelope, and leaves no failure without one.
struct ErrorEnvelopeMiddleware: RouterMiddleware {
    @concurrent
    func handle(
        _ request: Request, context: ServerRequestContext,
        next: @concurrent (Request, ServerRequestContext) async throws -> Response
    ) async throws -> Response {
        let failure: APIError
        do {
            return try await next(request, context)
        } catch let error as APIError {
            failure = error
        } catch let error as HTTPError {
            failure = .http(error.status)
        } catch is NIOTooManyBytesError {
            failure = .http(.contentTooLarge)
        } catch {
            // The client learns nothing of the inside; the log gets the kind of the error and its request.
            context.log.error("unexpected failure", metadata: ["error": "\(type(of: error)): \(error)"])
            failure = .http(.internalServerError)
        }
        if failure.status.code >= 500 {
            context.log.warning(
                "failed",
                metadata: [
                    "codes": "\(failure.issues.map(\.code).joined(separator: ","))",
                    "cause": "\(failure.cause ?? "none")",
                ])
        }
        return failure.response(to: request, requestID: context.requestID)
    }
}

extension APIError {
    /// The error for a status that arose outside the routes.
    static func http(_ status: HTTPResponse.Status) -> APIError {
        switch status {
        case .notFound:
            APIError(.notFound, code: "not_found", "There is nothing at this path.")
        case .contentTooLarge:
            APIError(.contentTooLarge, code: "body_too_large", "The request's body is too large.")
        case .internalServerError:
            APIError(
                .internalServerError, code: "internal_error", "The server failed to answer this request.",
                hint: "The server's log has the reason, under the request id.")
        default:
            APIError(status, code: "http_\(status.code)", status.reasonPhrase)
        }
    }
}
