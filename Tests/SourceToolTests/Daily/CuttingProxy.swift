import Foundation
import Synchronization

/// A way to a server on this machine that breaks where a test says.
final class CuttingProxy: Sendable {
    /// What happens to a push.
    enum Cut: Sendable {
        /// The connection breaks before the server sees the push.
        case before
        /// The server sees the push and answers, and the connection breaks before the answer arrives.
        case after
        /// As ``before``, and no connection is taken any more.
        case beforeForGood
        /// The push neither arrives nor breaks: the client waits.
        case stalled
    }

    /// Where it answers, as the server would.
    let baseURL: String
    private let cut: Cut
    private let serverPort: UInt16
    private let listener: Int32
    private let hasCut = Mutex(false)

    /// A way to the server of this base URL.
    init(to server: String, cut: Cut) throws {
        guard let port = server.split(separator: ":").last.flatMap({ UInt16($0) }) else {
            throw POSIXError(.EINVAL)
        }
        (serverPort, self.cut) = (port, cut)
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = Self.loopback(port: 0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, size) }
        }
        guard isBound == 0, listen(listener, 16) == 0 else { throw POSIXError(.EADDRINUSE) }
        _ = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listener, $0, &size) }
        }
        self.listener = listener
        baseURL = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))"
        Thread.detachNewThread { [self] in accept() }
    }

    /// Whether a push was met.
    var metPush: Bool { hasCut.withLock { $0 } }

    /// Takes no connection any more.
    func close() { shutdown(listener, Int32(SHUT_RDWR)) }

    private func accept() {
        while true {
            let client = Glibc.accept(listener, nil, nil)
            guard client >= 0 else { return }
            Thread.detachNewThread { [self] in serve(client) }
        }
    }

    private func serve(_ client: Int32) {
        let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = Self.loopback(port: serverPort)
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isConnected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(server, $0, size) }
        }
        defer {
            Glibc.close(client)
            Glibc.close(server)
        }
        guard isConnected == 0 else { return }
        var isPushing = false
        var seen: [UInt8] = []
        var answer: [UInt8] = []
        while true {
            var ready = [
                pollfd(fd: client, events: Int16(POLLIN), revents: 0),
                pollfd(fd: server, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&ready, 2, -1) > 0 else { return }
            if ready[0].revents != 0 {
                guard let bytes = Self.read(client), !bytes.isEmpty else { return }
                seen = Array((seen + bytes).suffix(8192))
                if !isPushing, String(decoding: seen, as: UTF8.self).contains(Self.push) {
                    isPushing = true
                    let isFirst = hasCut.withLock { hasCut in
                        defer { hasCut = true }
                        return !hasCut
                    }
                    if isFirst {
                        switch cut {
                        case .before: return
                        case .beforeForGood:
                            close()
                            return
                        case .stalled:
                            var wait = pollfd(fd: client, events: 0, revents: 0)
                            _ = poll(&wait, 1, -1)
                            return
                        case .after: break
                        }
                    }
                }
                guard Self.write(bytes, to: server) else { return }
            }
            if ready[1].revents != 0 {
                guard let bytes = Self.read(server), !bytes.isEmpty else { return }
                if isPushing, case .after = cut {
                    // The end of a chunked answer: the server is done.
                    answer = Array((answer + bytes).suffix(5))
                    if answer.elementsEqual(Array("0\r\n\r\n".utf8)) { return }
                    continue
                }
                guard Self.write(bytes, to: client) else { return }
            }
        }
    }

    private static let push = "/git-receive-pack HTTP/1.1"

    private static func loopback(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    private static func read(_ descriptor: Int32) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        return count < 0 ? nil : Array(bytes[..<count])
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
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
}
