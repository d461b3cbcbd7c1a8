import EigenpalAPI
import HTTPTypes
import Hummingbird
import NIOCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension APIError {
    /// The answer: the envelope in JSON, or its messages as text for a Git client, which shows its user no
    /// other kind of body.
    func response(to request: Request, requestID: String) -> Response {
        var headers = headers
        let body: [UInt8]
        if request.uri.path.hasPrefix("/orgs/") {
            headers[.contentType] = "text/plain; charset=utf-8"
            body = Array(text.utf8)
        } else {
            headers[.contentType] = "application/json; charset=utf-8"
            body = envelope(requestID: requestID)
        }
        let response = Response(
            status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
        return request.method == .head ? response.createHeadResponse() : response
    }

    /// The envelope as JSON, keys in order.
    func envelope(requestID: String) -> [UInt8] {
        let envelope = APIErrorEnvelope(
            issues: issues.map { APIErrorIssue(field: $0.field, message: $0.message, code: $0.code) },
            requestId: requestID, hint: hint,
            additional: legacyMessage.map { ["error": .string($0)] } ?? [:])
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(envelope)).map { Array($0) }
            ?? Array(#"{"issues":[],"requestId":""}"#.utf8)
    }

    private var text: String {
        var lines = issues.map(\.message)
        if let hint { lines.append(hint) }
        return lines.joined(separator: "\n") + "\n"
    }
}
