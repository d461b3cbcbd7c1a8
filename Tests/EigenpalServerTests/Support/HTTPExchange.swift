import EigenpalAPI
import Foundation
import TestSupport
import Testing

/// An answer, read from the wire without a library between.
struct HTTPAnswer: Sendable {
    let status: Int
    let headers: [String: String]
    let body: [UInt8]

    init?(_ bytes: [UInt8]) {
        guard let end = bytes.firstRange(of: [13, 10, 13, 10])?.lowerBound else { return nil }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ")
        guard words.count > 1, let status = Int(words[1]) else { return nil }
        self.status = status
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            headers[line[..<colon].lowercased()] = value
        }
        self.headers = headers
        body = Array(bytes[(end + 4)...])
    }

    /// The body's text.
    var text: String { String(decoding: body, as: UTF8.self) }

    /// The body in JSON.
    var json: JSONValue {
        get throws { try JSONDecoder().decode(JSONValue.self, from: Data(body)) }
    }

    /// The body as something.
    func decoded<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try JSONDecoder().decode(type, from: Data(body))
    }
}

extension RunningServer {
    /// The key that a request is sent with.
    enum Key: ExpressibleByStringLiteral {
        case first, none
        case other(String)

        init(stringLiteral value: String) { self = .other(value) }
    }

    /// Sends a request on a connection of its own.
    func send(
        _ method: String, _ path: String, key: Key = .first, body: String? = nil,
        headers: [String: String] = [:]
    ) async throws -> HTTPAnswer {
        var fields = ["Host": authority, "Connection": "close"]
        switch key {
        case .first: fields["Authorization"] = "Bearer \(apiKey)"
        case .none: break
        case .other(let key): fields["Authorization"] = "Bearer \(key)"
        }
        if let body {
            fields["Content-Type"] = "application/json"
            fields["Content-Length"] = "\(body.utf8.count)"
        }
        fields.merge(headers) { $1 }
        var text = "\(method) \(path) HTTP/1.1\r\n"
        for (name, value) in fields { text += "\(name): \(value)\r\n" }
        return try await send(raw: text + "\r\n" + (body ?? ""))
    }

    /// Sends bytes, and reads until the server closes the connection.
    func send(raw text: String) async throws -> HTTPAnswer {
        let port = try #require(UInt16(authority.split(separator: ":").last ?? ""))
        let bytes = try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result {
                        let connection = try Connection(port: port)
                        try connection.write(text)
                        return try connection.readAnswer()
                    })
            }
        }
        return try #require(HTTPAnswer(bytes), "\(String(decoding: bytes, as: UTF8.self))")
    }

    /// The host and port.
    var authority: String { String(baseURL.split(separator: "/").last ?? "") }
}

/// A TCP connection to a server on this machine.
final class Connection: Sendable {
    struct Failure: Error { let call: String }

    private let descriptor: Int32

    init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(call: "socket") }
        var patience = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw Failure(call: "connect") }
    }

    deinit { close(descriptor) }

    /// Sends text; a server that refuses may close before it has read everything.
    func write(_ text: String) throws {
        var remaining = Array(text.utf8)[...]
        while !remaining.isEmpty {
            let count = remaining.withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { break }
            remaining = remaining.dropFirst(count)
        }
    }

    /// Reads what comes next.
    func readSome() throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { throw Failure(call: "recv") }
        return Array(buffer[..<count])
    }

    /// Reads one answer: as many bytes as it says it has, or all until the server closes the connection.
    func readAnswer() throws -> [UInt8] {
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return answer }
            answer += buffer[..<count]
            if let parsed = HTTPAnswer(answer), parsed.headers["content-length"] == "\(parsed.body.count)" {
                return answer
            }
        }
    }
}
