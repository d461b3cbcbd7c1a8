import Foundation
import Synchronization

/// A server on a raw socket that says exactly what a test tells it to, HTTP or not.
///
/// It listens on a free port of 127.0.0.1 until it goes away; each connection has a thread.
final class RawServer: Sendable {
    /// The port that it listens on.
    let port: Int
    private let listener: Int32
    private let log = Mutex<[String]>([])

    /// Starts a server that treats every connection alike.
    init(_ serve: @escaping @Sendable (RawConnection) -> Void) throws {
        let (listener, port) = try LoopbackSocket.bound()
        guard listen(listener, 64) == 0 else { throw POSIXError(.EADDRINUSE) }
        self.listener = listener
        self.port = port
        let record: @Sendable (String) -> Void = { [weak self] head in self?.log.withLock { $0.append(head) }
        }
        Thread.detachNewThread {
            while true {
                let client = accept(listener, nil, nil)
                if client < 0, errno == EINTR || errno == ECONNABORTED { continue }
                guard client >= 0 else {
                    // Closed here and nowhere else, so that no other socket gets its number while this loop runs.
                    close(listener)
                    return
                }
                _ = fcntl(client, F_SETFD, FD_CLOEXEC)
                Thread.detachNewThread {
                    let connection = RawConnection(descriptor: client, record: record)
                    serve(connection)
                    connection.close()
                }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
    }

    /// The base URL of this server.
    var baseURL: String { "http://127.0.0.1:\(port)" }

    /// The requests that were read, head and body, in the order of their arrival.
    var requests: [String] { log.withLock { $0 } }

    /// A server that answers every request with one status, content type and body, and keeps connections.
    static func answering(
        _ status: String, type: String? = "application/json", headers: [String] = [], _ body: String
    ) throws -> RawServer {
        try RawServer { connection in
            while connection.readRequest() != nil {
                connection.answer(status, type: type, headers: headers, body)
            }
        }
    }

    /// A server that reads one request of each connection, writes these bytes and closes it.
    static func writing(_ text: String) throws -> RawServer {
        try RawServer { connection in
            _ = connection.readRequest()
            connection.write(text)
        }
    }
}

/// Sockets of 127.0.0.1.
enum LoopbackSocket {
    /// A socket that has a free port and does not listen.
    static func bound() throws -> (descriptor: Int32, port: Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(descriptor, generic, length) == 0 && getsockname(descriptor, generic, &length) == 0
            }
        }
        guard isBound else { throw POSIXError(.EADDRINUSE) }
        return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }
}

/// A port that refuses every connection, and that nobody else gets, until it goes away.
final class RefusingPort: Sendable {
    /// The port.
    let port: Int
    private let descriptor: Int32

    /// Takes a free port.
    init() throws { (descriptor, port) = try LoopbackSocket.bound() }

    deinit { close(descriptor) }
}

/// One connection to a raw server. It stays on its thread.
final class RawConnection {
    private var descriptor: Int32
    private let record: (String) -> Void
    private var pending: [UInt8] = []

    init(descriptor: Int32, record: @escaping (String) -> Void) {
        self.descriptor = descriptor
        self.record = record
    }

    /// The next request, head and body; nil at the end of the connection.
    func readRequest() -> String? {
        let separator = Array("\r\n\r\n".utf8)
        while true {
            if let end = pending.firstRange(of: separator) {
                let head = String(decoding: pending[..<end.upperBound], as: UTF8.self)
                let length = head.split(separator: "\r\n").lazy
                    .first { $0.lowercased().hasPrefix("content-length:") }
                    .flatMap { Int($0.drop { $0 != ":" }.dropFirst().filter { $0 != " " }) }
                let total = end.upperBound + (length ?? 0)
                if pending.count >= total {
                    let request = String(decoding: pending[..<total], as: UTF8.self)
                    pending.removeFirst(total)
                    record(request)
                    return request
                }
            }
            guard let bytes = readBytes() else { return nil }
            pending += bytes
        }
    }

    /// Whatever arrives next; nil at the end of the connection.
    func readBytes() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = read(descriptor, &buffer, buffer.count)
        return count > 0 ? Array(buffer.prefix(count)) : nil
    }

    /// Writes a whole HTTP answer.
    func answer(_ status: String, type: String? = "application/json", headers: [String] = [], _ body: String)
    {
        var head = ["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)"] + headers
        if let type { head.append("Content-Type: \(type)") }
        write(head.joined(separator: "\r\n") + "\r\n\r\n" + body)
    }

    /// Writes text as it is.
    func write(_ text: String) { write(Array(text.utf8)) }

    /// Writes bytes as they are.
    ///
    /// - Returns: whether the other side still took them.
    @discardableResult
    func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Waits until the other side closes the connection.
    func waitForEnd() {
        while readBytes() != nil {}
    }

    /// Ends the connection by a reset instead of a close.
    func reset() {
        var linger = Glibc.linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
        close()
    }

    /// Closes the connection.
    func close() {
        guard descriptor >= 0 else { return }
        Foundation.close(descriptor)
        descriptor = -1
    }
}
