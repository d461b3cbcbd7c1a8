import HTTPTypes
import Hummingbird

/// Answers the requests of a server: those at an endpoint whose path has no parameter by one look at a table, all others by
/// way of the router, which takes a path apart.
struct ServerResponder: HTTPResponder {
    /// What an endpoint does.
    typealias Handler = @Sendable (Request, ServerRequestContext) async throws -> Response

    /// The endpoints whose path has no parameter, by their path.
    private let exact: [String: [(method: HTTPRequest.Method, handler: Handler)]]
    private let router: any HTTPResponder<ServerRequestContext>
    private let accessLog: AccessLogMiddleware

    /// The responder of a server with everything that it serves.
    init(_ services: ServerServices) {
        accessLog = AccessLogMiddleware(logger: services.logger)
        let router = Router(context: ServerRequestContext.self, options: [.autoGenerateHeadEndpoints])
        // Within the router, which would answer what it throws itself in its own way.
        router.add(middleware: ErrorEnvelopeMiddleware())
        addGitRoutes(to: router, services)
        let api = addAPI(to: router, services)
        api.refuseOtherMethods()
        exact = api.exact
        self.router = router.buildResponder()
    }

    func respond(to request: Request, context: ServerRequestContext) async throws -> Response {
        try await RequestIDMiddleware().handle(request, context: context) { request, context in
            try await accessLog.handle(request, context: context) { request, context in
                guard
                    let handler = exact[request.uri.path]?.first(where: { $0.method == request.method })?
                        .handler
                else { return try await router.respond(to: request, context: context) }
                return try await ErrorEnvelopeMiddleware().handle(request, context: context, next: handler)
            }
        }
    }
}
