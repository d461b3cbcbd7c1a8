import HTTPTypes
import Hummingbird
import SourceFormat

/// Adds Git over smart HTTP, at `/orgs/<organization>.git`.
func addGitRoutes(to router: Router<ServerRequestContext>, _ services: ServerServices) {
    let routes = GitRoutes(services: services)
    router.get("orgs/{organization}.git/info/refs", use: routes.advertisement)
    router.post("orgs/{organization}.git/{service}", use: routes.result)
}

/// The requests of Git's smart HTTP protocol (`gitprotocol-http(5)`).
struct GitRoutes: Sendable {
    let services: ServerServices

    /// The list of references, with which every clone, fetch and push begins.
    func advertisement(_ request: Request, _ context: ServerRequestContext) async throws -> Response {
        let organization = try await admit(request, context)
        guard let name = request.uri.queryParameters["service"] else {
            throw APIError(
                .forbidden, code: "dumb_protocol",
                "This server speaks Git's smart HTTP protocol only.", hint: "Use git 1.6.6 or newer.")
        }
        return try respond(
            context,
            Question(
                service: try service(named: String(name)), organization: organization,
                protocolVersion: try Self.protocolVersion(request), body: nil))
    }

    /// The work itself: the objects of a fetch, or of a push.
    func result(_ request: Request, _ context: ServerRequestContext) async throws -> Response {
        let organization = try await admit(request, context)
        let service = try self.service(named: context.parameters.get("service") ?? "")
        let question = Question(
            service: service, organization: organization,
            protocolVersion: try Self.protocolVersion(request), body: try body(of: request, service))
        context.admitBody(of: request)
        return try respond(context, question)
    }
}

extension GitRoutes {
    /// What an admitted request asks for.
    private struct Question: Sendable {
        let service: GitService
        let organization: String
        let protocolVersion: String?
        /// Nil for the list of references.
        let body: GitRequestBody?

        var isPush: Bool { service == .receivePack && body != nil }
        var answerType: String { body == nil ? service.advertisementType : service.resultType }

        /// What stands before git's own output.
        var preamble: [UInt8] {
            guard body == nil else { return [] }
            // Version 2 has its own beginning; receive-pack does not speak it, and answers as in version 0.
            let speaksVersion2 = protocolVersion?.split(separator: ":").contains("version=2") == true
            return service == .uploadPack && speaksVersion2 ? [] : PacketLine.serviceHeader(service)
        }
    }

    private static var notFound: APIError {
        APIError(
            .notFound, code: "repository_not_found", "There is no such repository here.",
            hint: "The URL ends in /orgs/<organization>.git; GET /api/v1/source/repository tells yours.")
    }

    /// The organization that is asked for, if the request's key is one of its own.
    private func admit(_ request: Request, _ context: ServerRequestContext) async throws(APIError) -> String {
        let identity = try await services.authenticator.authenticate(
            request, context, accepting: .bearerOrBasic)
        guard let name = context.parameters.get("organization"), name == identity.organization.slug else {
            throw Self.notFound
        }
        return name
    }

    private func service(named name: String) throws(APIError) -> GitService {
        guard let service = GitService(rawValue: name) else {
            throw APIError(
                .forbidden, code: "service_not_served",
                "This server serves git-upload-pack and git-receive-pack, and not \(TerminalText.quoted(name))."
            )
        }
        return service
    }

    /// The client's wish for a protocol version: colon-separated keys and values, of which git picks what it knows.
    private static func protocolVersion(_ request: Request) throws(APIError) -> String? {
        guard let name = HTTPField.Name("Git-Protocol"), let value = request.headers[name] else { return nil }
        let isWellFormed = value.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x3A, 0x3D, 0x5F: true
            default: false
            }
        }
        guard isWellFormed, !value.isEmpty, value.utf8.count <= 256 else {
            throw APIError(
                .badRequest, code: "invalid_git_protocol", field: "git-protocol",
                "The Git-Protocol field has characters that no version has, or too many of them.")
        }
        return value
    }

    private func body(of request: Request, _ service: GitService) throws(APIError) -> GitRequestBody {
        guard request.headers[.contentType] == service.requestType else {
            throw APIError(
                .unsupportedMediaType, code: "unsupported_media_type", field: "content-type",
                "A request to \(service.rawValue) has the Content-Type \(service.requestType).")
        }
        let isGzipped: Bool
        switch request.headers[.contentEncoding]?.lowercased() {
        case nil, "", "identity": isGzipped = false
        case "gzip", "x-gzip": isGzipped = true
        default:
            throw APIError(
                .unsupportedMediaType, code: "unsupported_content_encoding", field: "content-encoding",
                "A request's body may be compressed with gzip, or not at all.")
        }
        let limit = services.git.bodyLimit(service)
        let length = request.headers[.contentLength].flatMap { Int($0) }
        if let length, length > limit {
            throw APIError(
                .contentTooLarge, code: "body_too_large",
                "The request's body is larger than the \(limit >> 20) MiB that this server takes.",
                hint: "Push in several steps, or ask the server's keeper for a higher limit.")
        }
        return GitRequestBody(
            body: request.body, isGzipped: isGzipped, announcedLength: length, limit: limit,
            isPush: service == .receivePack)
    }

    private func respond(_ context: ServerRequestContext, _ question: Question) throws(APIError) -> Response {
        let git = services.git
        if question.service == .receivePack, !git.judgesPushes {
            var error = APIError.http(.internalServerError)
            error.cause = "the pre-receive hook in \(git.dataDirectory.hooks) is gone: restart the server"
            throw error
        }
        let exchange = GitExchange(
            service: question.service,
            configuration: git.configuration(
                question.service, organization: question.organization, advertises: question.body == nil,
                protocolVersion: question.protocolVersion),
            preamble: question.preamble, body: question.body,
            stallLimit: .seconds(services.configuration.limits.idleSeconds), channel: context.channel,
            logger: context.log,
            onSuccess: {
                if question.isPush { git.maintenance.notePush(to: question.organization) }
            })
        return Response(
            status: .ok, headers: Self.headers(type: question.answerType),
            body: ResponseBody { writer in try await exchange.answer(into: AnswerWriter(writer)) })
    }

    private static func headers(type: String) -> HTTPFields {
        // As git's own http-backend says it: references move, and no cache on the way may keep them.
        [
            .contentType: type, .cacheControl: "no-cache, max-age=0, must-revalidate",
            .expires: "Fri, 01 Jan 1980 00:00:00 GMT",
        ]
    }
}
