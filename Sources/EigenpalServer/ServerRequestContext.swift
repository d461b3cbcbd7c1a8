import Hummingbird
import Logging
import NIOCore

/// What a request carries from the middleware to its route.
public struct ServerRequestContext: RequestContext {
    /// What the router keeps.
    public var coreContext: CoreRequestContextStorage
    /// The connection.
    public let channel: any Channel
    /// The request's name in the log, in `x-request-id` and in error envelopes.
    public var requestID: String

    /// Begins a request that came in over a channel.
    public init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
        requestID = Identifier.random(.request)
    }

    /// The client's address without its port, for limits by address.
    public var clientAddress: String { channel.remoteAddress?.ipAddress ?? "unknown" }

    /// The log, in which each line of this request has its name. Made when there is something to say.
    var log: Logger {
        var logger = logger
        logger[metadataKey: "hb.request.id"] = nil
        logger[metadataKey: "request"] = "\(requestID)"
        return logger
    }
}
