import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTPTypes

extension ServerRequestContext {
    /// Answers `Expect: 100-continue`: the request is admitted, and its client may send the body. A client that waits
    /// for it would otherwise lose a second.
    func admitBody(of request: Request) {
        guard request.headers.value(.expect)?.lowercased() == "100-continue" else { return }
        let head = HTTPResponse(status: .continue, headerFields: [.requestID: requestID])
        channel.writeAndFlush(HTTPResponsePart.head(head), promise: nil)
    }
}
