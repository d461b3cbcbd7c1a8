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
            let milliseconds = seconds * 1_000 + attoseconds / 1_000_000_000_000_000
            let message = completed ? "request" : "request cut off"
            let values = [
                ("method", method), ("ms", String(milliseconds)), ("path", path), ("request", requestID),
                ("status", String(status)),
            ]
            // One line for each request: worth not going by way of a dictionary.
            if let lines = logger.handler as? LineLogHandler, lines.metadata.isEmpty {
                lines.write(.info, values, source: "EigenpalServer", message: message)
            } else {
                let metadata = values.map { ($0, Logger.MetadataValue.string($1)) }
                logger.info("\(message)", metadata: Logger.Metadata(uniqueKeysWithValues: metadata))
            }
        }
    }
}
