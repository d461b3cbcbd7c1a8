import Hummingbird
import NIOCore

/// What a request carries from the middleware to its route.
public struct ServerRequestContext: RequestContext {
    /// What the router keeps.
    public var coreContext: CoreRequestContextStorage
    /// The connection.
    public let channel: any Channel
    /// Where the connection comes from.
    public let remoteAddress: SocketAddress?
    /// The request's name in the log, in `x-request-id` and in error envelopes.
    public var requestID: String

    /// Begins a request that came in over a channel.
    public init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
        remoteAddress = source.channel.remoteAddress
        requestID = Identifier.random(.request)
    }

    /// The client's address without its port, for limits by address.
    public var clientAddress: String { remoteAddress?.ipAddress ?? "unknown" }
}
