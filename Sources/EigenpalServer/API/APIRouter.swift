import EigenpalAPI
import HTTPTypes
import Hummingbird
import NIOCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Puts the API's endpoints into the router: each authenticates, then answers in JSON.
struct APIRouter {
    /// What an endpoint does.
    typealias Handler = @Sendable (APIRequest) async throws(APIError) -> APIResponse

    private let router: Router<ServerRequestContext>
    private let services: ServerServices
    private var methods: [String: [HTTPRequest.Method]] = [:]
    /// The endpoints whose path has no parameter, by their path.
    private(set) var exact: [String: [(method: HTTPRequest.Method, handler: ServerResponder.Handler)]] = [:]

    init(_ router: Router<ServerRequestContext>, _ services: ServerServices) {
        self.router = router
        self.services = services
    }

    /// Adds an endpoint at a path under `/api/v1/`.
    mutating func on(_ method: HTTPRequest.Method, _ path: String, _ handler: @escaping Handler) {
        let services = services
        add(method, path) { request, context in
            let identity = try await services.authenticator.authenticate(request, context)
            let query = try Query(request.uri.query)
            let answer = try await handler(
                APIRequest(
                    request: request, context: context, identity: identity, services: services, query: query))
            return try Self.response(answer)
        }
    }

    /// Adds an endpoint that needs no API key.
    mutating func onOpen(
        _ method: HTTPRequest.Method, _ path: String,
        _ handler: @escaping @Sendable (Request, ServerRequestContext) throws(APIError) -> Response
    ) {
        add(method, path) { request, context in try handler(request, context) }
    }

    private mutating func add(
        _ method: HTTPRequest.Method, _ path: String, _ handler: @escaping ServerResponder.Handler
    ) {
        methods[path, default: []].append(method)
        let whole = "/api/v1/\(path)"
        router.on(RouterPath(whole), method: method, use: handler)
        if !path.contains(where: { ":*{".contains($0) }) {
            exact[whole, default: []].append((method, handler))
        }
    }

    /// Every endpoint, as `GET /api/v1/runs/{id}`, in order.
    var operations: [String] {
        methods.flatMap { path, methods in
            let parts = path.split(separator: "/").map { part in
                part == "**" ? "{path}" : part.hasPrefix(":") ? "{\(part.dropFirst())}" : String(part)
            }
            return methods.map { "\($0.rawValue) /api/v1/\(parts.joined(separator: "/"))" }
        }.sorted()
    }

    /// Lets every path that has an endpoint answer 405 to the methods that it has none for.
    func refuseOtherMethods() {
        for (path, methods) in methods {
            var allowed = methods
            if methods.contains(.get) { allowed.append(.head) }
            let field = allowed.map(\.rawValue).sorted().joined(separator: ", ")
            for method in Self.standardMethods where !allowed.contains(method) {
                router.on(RouterPath("/api/v1/\(path)"), method: method) { _, _ -> Response in
                    throw APIError(
                        .methodNotAllowed, code: "method_not_allowed", field: "method",
                        "\(method.rawValue) is not a method of this path.", hint: "It takes \(field).",
                        headers: [.allow: field])
                }
            }
        }
    }

    private static let standardMethods: [HTTPRequest.Method] =
        [.get, .head, .post, .put, .patch, .delete, .options, .trace, .connect]
        + [HTTPRequest.Method("QUERY")].compactMap { $0 }

    private static func response(_ answer: APIResponse) throws -> Response {
        switch answer.content {
        case .value(let value): json(answer.status, ByteBuffer(bytes: try encoded(value)))
        case .json(let bytes): json(answer.status, ByteBuffer(bytes: bytes))
        case .bytes(let body, let headers):
            Response(status: answer.status, headers: headers, body: body)
        case .none(let headers):
            Response(status: answer.status, headers: headers)
        }
    }

    private static func json(_ status: HTTPResponse.Status, _ bytes: ByteBuffer) -> Response {
        Response(
            status: status,
            headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: bytes))
    }

    private static func encoded(_ value: any Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value)
    }
}
