import AsyncHTTPClient
import NIOCore
import NIOHTTP1

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// One request in plain HTTP/1.1 to an address of this machine, on the thread that asks and on a connection of its own.
///
/// For a program that sends one request and ends: to start the threads of an event loop and to set up its channels takes
/// longer than a server on the same machine takes to answer. What it throws is what the event loop would have thrown.
struct PlainExchange {
    private let address: SocketAddress
    private let timeout: Duration
    private let deadline: ContinuousClock.Instant
    private let limits: (success: Int, failure: Int)

    /// An exchange with a server; nil for a host that is not the usual address of this machine.
    ///
    /// - Parameter limits: the most bytes of the body of a success, and how many are read of another.
    init?(host: String, port: Int, timeout: Duration, limits: (success: Int, failure: Int)) {
        guard host == "127.0.0.1", let address = try? SocketAddress(ipAddress: host, port: port) else {
            return nil
        }
        (self.address, self.limits) = (address, limits)
        self.timeout = timeout
        deadline = .now + timeout
    }

    /// Sends a request, head and body, and reads the answer.
    ///
    /// - Throws: `IOError`, `HTTPParserError`, `HTTPClientError.remoteConnectionClosed`, ``DeadlineExceeded``,
    ///   ``ResponseTooLarge``, `CancellationError`.
    func answer(to request: [UInt8]) throws -> RawResponse {
        let connection = try connect()
        defer { close(connection) }
        var parser = PlainResponseParser(limits: limits)
        var sent = 0
        var buffer = [UInt8](repeating: 0, count: 1 << 17)
        while true {
            let ready = try wait(for: connection, sending: sent < request.count)
            if ready & Int16(POLLIN | POLLHUP | POLLERR) != 0 {
                let count = recv(connection, &buffer, buffer.count, 0)
                if count < 0, errno != EAGAIN, errno != EINTR { throw failure("recv") }
                if count == 0 { return try parser.end() }
                if count > 0, let answer = try parser.take(buffer[..<count]) { return answer }
            }
            if ready & Int16(POLLOUT) != 0, sent < request.count {
                let count = request.withUnsafeBytes { bytes in
                    send(connection, bytes.baseAddress.map { $0 + sent }, bytes.count - sent, Self.noSignal)
                }
                if count >= 0 {
                    sent += count
                } else if errno == EPIPE || errno == ECONNRESET {
                    // It may have refused the request before it was read to its end, and say so.
                    sent = request.count
                } else if errno != EAGAIN, errno != EINTR {
                    throw failure("send")
                }
            }
        }
    }

    private func connect() throws -> Int32 {
        let connection = socket(AF_INET, Self.stream, 0)
        guard connection >= 0 else { throw failure("socket") }
        do {
            _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
            _ = fcntl(connection, F_SETFL, fcntl(connection, F_GETFL) | O_NONBLOCK)
            var one: Int32 = 1
            setsockopt(
                connection, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
            let code = address.withSockAddr { connectSocket(connection, $0, socklen_t($1)) }
            guard code != 0 else { return connection }
            guard errno == EINPROGRESS || errno == EINTR else { throw failure("connect") }
            _ = try wait(for: connection, sending: true)
            var (problem, length): (Int32, socklen_t) = (0, socklen_t(MemoryLayout<Int32>.size))
            getsockopt(connection, SOL_SOCKET, SO_ERROR, &problem, &length)
            guard problem == 0 else { throw IOError(errnoCode: problem, reason: "connect") }
            return connection
        } catch {
            close(connection)
            throw error
        }
    }

    /// Waits until there is something to read, or room to write where something is to be sent.
    private func wait(for connection: Int32, sending: Bool) throws -> Int16 {
        while true {
            try Task.checkCancellation()
            let rest = ContinuousClock.now.duration(to: deadline)
            guard rest > .zero else { throw DeadlineExceeded(limit: timeout) }
            // In short turns, so that a cancellation is seen.
            let milliseconds = Int32(min(rest / .milliseconds(1), 50).rounded(.up))
            var item = pollfd(
                fd: connection, events: Int16(sending ? POLLIN | POLLOUT : POLLIN), revents: 0)
            let count = poll(&item, 1, milliseconds)
            if count > 0 { return item.revents }
            if count < 0, errno != EINTR { throw failure("poll") }
        }
    }

    private func failure(_ operation: String) -> IOError { IOError(errnoCode: errno, reason: operation) }

    #if canImport(Glibc)
        private static let stream = Int32(SOCK_STREAM.rawValue)
    #else
        private static let stream = SOCK_STREAM
    #endif
    #if canImport(Darwin)
        private static let noSignal: Int32 = 0
    #else
        private static let noSignal = Int32(MSG_NOSIGNAL)
    #endif
}

/// `connect` of the system, which a method of this name hides.
private func connectSocket(
    _ connection: Int32, _ address: UnsafePointer<sockaddr>, _ size: socklen_t
) -> Int32 {
    connect(connection, address, size)
}
