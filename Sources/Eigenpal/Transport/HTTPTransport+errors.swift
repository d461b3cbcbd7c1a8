import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension HTTPTransport {
    /// The error of a request that had no answer, a rejected certificate looked at once more to say what is wrong
    /// with it.
    func translate(_ error: any Error, request: String) async -> EigenpalError {
        if Task.isCancelled { return .cancelled }
        let translated = self.error(for: error, request: request)
        guard case .tls(_, TLSProblem.untrusted) = translated else { return translated }
        guard connection.proxy == nil else {
            return .tls(baseURL: baseURL.description, reason: TLSProblem.untrustedOrExpired)
        }
        guard
            let problem = await CertificateInspection.problem(
                of: baseURL, timeout: min(timeout, .seconds(5)))
        else { return translated }
        return .tls(baseURL: baseURL.description, reason: problem)
    }

    /// The error of a request that had no answer.
    func error(for error: any Error, request: String) -> EigenpalError {
        func unreachable(_ reason: String) -> EigenpalError {
            .unreachable(baseURL: baseURL.description, reason: reason)
        }
        switch error {
        case let error as EigenpalError: return error
        case let error as DeadlineExceeded: return timedOut(request, after: error.limit)
        case is CancellationError: return .cancelled
        case is ResponseTooLarge:
            return .responseTooLarge(baseURL: baseURL.description, limit: maximumResponseSize)
        case let error as HTTPClientError: return self.error(for: error, request: request)
        case let error as NIOConnectionError:
            // With a proxy, no other connection is made than the one to it.
            if let proxy = connection.proxy {
                let problem = error.connectionErrors.last?.error as? IOError
                return unreachable(Self.reason(problem, of: proxy))
            }
            if let failure = error.connectionErrors.last {
                return self.error(for: failure.error, request: request)
            }
            return unreachable("there is no host \(error.host)")
        case let error as IOError:
            if let proxy = connection.proxy, !Self.isClosedConnection(error) {
                return unreachable(Self.reason(error, of: proxy))
            }
            return unreachable(Self.reason(of: error))
        case ChannelError.connectTimeout: return timedOut(request)
        case is ChannelError: return unreachable("the connection broke in the middle")
        case is HTTPParserError:
            return unreachable("what it answered is not HTTP, or broke off in the middle")
        default:
            if let reason = TLSProblem.reason(of: error) {
                return .tls(baseURL: baseURL.description, reason: reason)
            }
            return unreachable("\(type(of: error))")
        }
    }

    private func error(for error: HTTPClientError, request: String) -> EigenpalError {
        let proxy = connection.proxy.map { "the proxy \($0.name)" } ?? "the proxy"
        let reason: String
        switch error {
        case .cancelled, .requestStreamCancelled: return .cancelled
        case .deadlineExceeded, .connectTimeout, .readTimeout, .writeTimeout, .getConnectionFromPoolTimeout,
            .tlsHandshakeTimeout, .httpProxyHandshakeTimeout, .socksHandshakeTimeout:
            return timedOut(request)
        case .alreadyShutdown: return .invalidConfiguration("the client was shut down")
        case .remoteConnectionClosed, .uncleanShutdown: reason = "the connection broke in the middle"
        case .proxyAuthenticationRequired: reason = "\(proxy) wants other credentials"
        case .invalidProxyResponse: reason = "\(proxy) did not open a connection to it"
        case .bodyLengthMismatch:
            return .invalidArgument("the body that was to be sent is not as long as it was said to be")
        default: reason = error.shortDescription
        }
        return .unreachable(baseURL: baseURL.description, reason: reason)
    }

    private func timedOut(_ request: String, after limit: Duration? = nil) -> EigenpalError {
        .timeout(
            EigenpalError.Failure(
                request: request, message: "\(baseURL) did not answer within \(limit ?? timeout)"))
    }

    /// Whether an error means that the other side closed the connection before it answered.
    static func isClosedConnection(_ error: any Error) -> Bool {
        switch error {
        case let error as HTTPClientError: error == .remoteConnectionClosed
        case let error as IOError: error.errnoCode == ECONNRESET || error.errnoCode == EPIPE
        case ChannelError.ioOnClosedChannel, ChannelError.alreadyClosed, ChannelError.outputClosed,
            ChannelError.eof:
            true
        default: false
        }
    }

    /// Why there is no connection to a proxy; its host has no address where the system gave no error.
    private static func reason(_ error: IOError?, of proxy: ProxyServer) -> String {
        let reason = error.map { String(cString: strerror($0.errnoCode)) } ?? "there is no such host"
        return "there is no connection to the proxy \(proxy.name): \(reason)"
    }

    private static func reason(of error: IOError) -> String {
        switch error.errnoCode {
        case ECONNREFUSED: "the connection was refused; is the server running?"
        case ECONNRESET, EPIPE: "the connection broke in the middle"
        case let code: String(cString: strerror(code))
        }
    }
}
