import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Gives the answers that never reach the router, to bytes that are not HTTP, the error envelope and a request id
/// as well.
///
/// The HTTP library writes those answers by itself, with a status and nothing else; every answer of the router
/// carries `x-request-id`, so one without it is not the router's.
final class UnparsedRequestHandler: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .head(var head) = unwrapOutboundIn(data), !head.headerFields.contains(.requestID) else {
            context.write(data, promise: promise)
            return
        }
        let id = Identifier.random(.request)
        let error =
            head.status == .badRequest
            ? APIError(.badRequest, code: "malformed_request", "This is not an HTTP request.")
            : APIError.http(head.status)
        let body = error.envelope(requestID: id)
        head.headerFields[.requestID] = id
        head.headerFields[.contentType] = "application/json; charset=utf-8"
        head.headerFields[.contentLength] = "\(body.count)"
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(ByteBuffer(bytes: body))), promise: promise)
    }
}
