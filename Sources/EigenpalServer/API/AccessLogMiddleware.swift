import Hummingbird
import Logging

/// Writes one line to the log for each request: its name, method, path, status and duration, never its query,
/// credentials or body. A streamed answer is logged when its last byte is written.
struct AccessLogMiddleware: RouterMiddleware {
    /// The server's log.
    let logger: Logger

    @concurrent
    func handle(
        _ request: Request, context: ServerRequestContext,
        next: @concurrent (Request, ServerRequestContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var response = try await next(request, context)
        let entry = Entry(
            logger: logger, requestID: context.requestID, method: request.method.rawValue,
            path: request.uri.path, status: response.status.code, start: start)
        guard response.body.contentLength == nil else {
            entry.write(completed: true)
            return response
        }
        let body = response.body
        response.body = ResponseBody { writer in
            do {
                try await body.write(writer)
                entry.write(completed: true)
            } catch {
                entry.write(completed: false)
                throw error
            }
        }
        return response
    }

    private struct Entry: Sendable {
        let logger: Logger
        let requestID: String
        let method: String
        let path: String
        let status: Int
        let start: ContinuousClock.Instant

        func write(completed: Bool) {
            guard logger.logLevel <= .info else { return }
            let (seconds, attoseconds) = (ContinuousClock.now - start).components
            let milliseconds = String(seconds * 1_000 + attoseconds / 1_000_000_000_000_000)
            let message = completed ? "request" : "request cut off"
            // One line for each request: worth not going by way of a dictionary.
            if let lines = logger.handler as? LineLogHandler, lines.metadata.isEmpty {
                lines.write(.info, source: "EigenpalServer", message: message) { line in
                    line.add("method", method)
                    line.add("ms", milliseconds)
                    line.add("path", path)
                    line.add("request", requestID)
                    line.add("status", String(status))
                }
            } else {
                logger.info(
                    "\(message)",
                    metadata: [
                        "method": "\(method)", "path": "\(path)", "request": "\(requestID)",
                        "status": "\(status)", "ms": "\(milliseconds)",
                    ])
            }
        }
    }
}
