import Hummingbird
import Logging

/// Writes one line to the log for each request: its name, method, path, status and duration, never its query,
/// credentials or body. A streamed answer is logged when its last byte is written.
struct AccessLogMiddleware: RouterMiddleware {
    @concurrent
    func handle(
        _ request: Request, context: ServerRequestContext,
        next: @concurrent (Request, ServerRequestContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var response = try await next(request, context)
        let entry = Entry(
            logger: context.logger, method: request.method.rawValue, path: request.uri.path,
            status: response.status.code, start: start)
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
        let method: String
        let path: String
        let status: Int
        let start: ContinuousClock.Instant

        func write(completed: Bool) {
            let duration = ContinuousClock.now - start
            let milliseconds =
                duration.components.seconds * 1_000 + duration.components.attoseconds / 1_000_000_000_000_000
            logger.info(
                completed ? "request" : "request cut off",
                metadata: [
                    "method": "\(method)", "path": "\(path)", "status": "\(status)", "ms": "\(milliseconds)",
                ])
        }
    }
}
