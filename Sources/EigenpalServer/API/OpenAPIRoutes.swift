import HTTPTypes
import Hummingbird
import NIOCore

/// The description of this API, docs/openapi.yaml.
enum OpenAPIDocument {}

/// Adds `openapi.json`, which needs no API key.
func addOpenAPIRoutes(to api: inout APIRouter) {
    let body = ByteBuffer(string: OpenAPIDocument.json)
    let tag = "\"\(OpenAPIDocument.digest)\""
    api.onOpen(.get, "openapi.json") { request, _ in
        // A later server's document has another tag; until then nobody needs to ask.
        let headers: HTTPFields = [.eTag: tag, .cacheControl: "public, max-age=300"]
        guard !request.hasCurrent(tag) else { return Response(status: .notModified, headers: headers) }
        var typed = headers
        typed[.contentType] = "application/json; charset=utf-8"
        return Response(status: .ok, headers: typed, body: ResponseBody(byteBuffer: body))
    }
}

extension Request {
    /// Whether the client has what an entity tag stands for (RFC 9110, section 13.1.2), so that it need not be sent.
    func hasCurrent(_ tag: String) -> Bool {
        headers[values: .ifNoneMatch].contains { field in
            field.split(separator: ",").contains { part in
                let part = part.drop { $0 == " " || $0 == "\t" }
                let name = part.hasPrefix("W/") ? part.dropFirst(2) : part
                let end = name.lastIndex { $0 != " " && $0 != "\t" }
                let trimmed = end.map { name[...$0] } ?? ""
                return trimmed == "*" || trimmed == tag[...]
            }
        }
    }
}
