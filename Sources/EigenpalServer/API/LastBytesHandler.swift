import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Keeps a connection open until the end of an answer has left it.
///
/// The HTTP library closes a stopping server's connections right behind the end of the answer under way, while its last
/// bytes may still wait for a slow reader: they would be lost. A reader that takes nothing at all is waited for no longer than
/// an idle connection.
final class LastBytesHandler: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// The longest wait.
    private let limit: TimeAmount
    /// When the end of the last answer has left.
    private var lastEnd: EventLoopFuture<Void>?

    init(limit: TimeAmount) { self.limit = limit }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .end = unwrapOutboundIn(data) else {
            context.write(data, promise: promise)
            return
        }
        let sent = promise ?? context.eventLoop.makePromise()
        lastEnd = sent.futureResult
        context.write(data, promise: sent)
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard let lastEnd else {
            context.close(mode: mode, promise: promise)
            return
        }
        // A second request to close, as when the time for stopping is over, waits for nothing.
        self.lastEnd = nil
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        let timeout = context.eventLoop.scheduleTask(in: limit) { bound.value.close(promise: nil) }
        lastEnd.whenComplete { _ in
            timeout.cancel()
            bound.value.close(mode: mode, promise: promise)
        }
    }
}
