import Foundation
import TestSupport

/// A person with a checkout and a real git, whom nothing of this machine's configuration reaches.
struct GitUser: Sendable {
    let directory: TemporaryDirectory
    /// Where git runs: the checkout, once there is one.
    let path: String
    /// The remote's URL with the credentials in it.
    let remote: String

    /// Somebody with a clone of a server's repository.
    static func cloning(_ server: RunningServer, key: String? = nil) async throws -> GitUser {
        let user = try GitUser(server, key: key)
        let result = try await runCommand(
            "git", ["clone", "--quiet", user.remote, user.path], environment: Self.environment)
        guard result.exitCode == 0 else { throw GitFailure(command: "git clone", result: result) }
        return user
    }

    /// Somebody without a clone yet.
    init(_ server: RunningServer, key: String? = nil) throws {
        directory = try TemporaryDirectory()
        path = directory.appending("checkout")
        remote = Self.remote(server, key: key)
    }

    /// The URL of a server's repository with an API key in it.
    static func remote(_ server: RunningServer, key: String? = nil) -> String {
        server.remoteURL.replacingOccurrences(of: "://", with: "://eigenpal:\(key ?? server.apiKey)@")
    }

    static let environment: [String: String?] = [
        "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.com", "GIT_COMMITTER_NAME": "Ada",
        "GIT_COMMITTER_EMAIL": "ada@example.com", "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "true", "GIT_DIR": nil, "GIT_WORK_TREE": nil,
        "GIT_INDEX_FILE": nil,
        "http_proxy": nil, "HTTP_PROXY": nil, "all_proxy": nil, "ALL_PROXY": nil, "LC_ALL": "C",
    ]

    /// Runs git in the checkout; a failure is data.
    @discardableResult
    func git(_ arguments: String..., environment: [String: String] = [:]) async throws -> CommandResult {
        try await runCommand(
            "git", arguments, in: FileManager.default.fileExists(atPath: path) ? path : directory.path,
            environment: Self.environment.merging(environment) { $1 })
    }

    /// Runs git, which has to succeed; what it printed.
    @discardableResult
    func must(_ arguments: String...) async throws -> String {
        let result = try await runCommand("git", arguments, in: path, environment: Self.environment)
        guard result.exitCode == 0 else {
            throw GitFailure(command: "git \(arguments.joined(separator: " "))", result: result)
        }
        return result.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Writes a file of the checkout.
    func write(_ name: String, _ contents: String) throws {
        let url = URL(fileURLWithPath: "\(path)/\(name)")
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(contents.utf8).write(to: url)
    }

    /// Commits a valid agent.
    @discardableResult
    func commitAgent(_ name: String = "invoice") async throws -> String {
        try write("agents/\(name)/eigenpal.yaml", "schemaVersion: 1\nname: \(name)\n")
        try write("agents/\(name)/AGENT.md", "# \(name)\n")
        return try await commit("Add \(name)")
    }

    /// Commits everything in the checkout, or nothing.
    @discardableResult
    func commit(_ message: String = "change") async throws -> String {
        try await must("add", "--all")
        try await must("commit", "--quiet", "--allow-empty", "--message", message)
        return try await must("rev-parse", "HEAD")
    }

    /// Commits a file of incompressible bytes, and keeps git from trying to compress it.
    func commitNoise(_ name: String, megabytes: Int) async throws {
        for (key, value) in [("core.compression", "0"), ("core.bigFileThreshold", "1m"), ("gc.auto", "0")] {
            try await must("config", key, value)
        }
        var random = Noise(state: 0x9E37_79B9_7F4A_7C15)
        let file = "\(path)/\(name)"
        try Data().write(to: URL(fileURLWithPath: file))
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: file))
        for _ in 0..<megabytes { try handle.write(contentsOf: random.bytes(1 << 20)) }
        try handle.close()
        try await commit("Add \(name)")
    }
}

/// Bytes that do not compress, quickly.
struct Noise {
    var state: UInt64

    mutating func bytes(_ count: Int) -> Data {
        var words = [UInt64](repeating: 0, count: count / 8)
        for index in words.indices {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            words[index] = state
        }
        return words.withUnsafeBytes { Data($0) }
    }
}

/// What a server's process has: memory, descriptors, git processes.
struct ServerProcessState {
    let server: RunningServer

    /// The most memory it ever had resident, in KiB.
    var peakMemory: Int {
        let status = (try? String(contentsOfFile: "/proc/\(server.processID)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
        return line.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0
    }

    /// How many descriptors it has open.
    var descriptors: Int {
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(server.processID)/fd")) ?? []).count
    }

    /// The command lines of the processes, zombies included, that work on the server's data, and are not the server.
    var workers: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.filter { $0 != server.processID }.compactMap { id in
            let stat = (try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)) ?? ""
            // After the name in parentheses: state, parent.
            let fields = stat.split(separator: ")").last?.split(separator: " ") ?? []
            let command = FileManager.default.contents(atPath: "/proc/\(id)/cmdline") ?? Data()
            let words = String(decoding: command, as: UTF8.self).split(separator: "\0").joined(separator: " ")
            let isChild = fields.count > 1 && fields[1] == "\(server.processID)"
            // What git starts in turn runs in the repository.
            let place = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(id)/cwd")) ?? ""
            return isChild || place.hasPrefix(server.dataDirectory) ? "\(id) \(words)" : nil
        }
    }

    /// Waits until a condition holds; false when it does not within half a minute.
    static func eventually(_ condition: () async throws -> Bool) async rethrows -> Bool {
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            if try await condition() { return true }
            try? await Task.sleep(for: .milliseconds(20))
        }
        return false
    }
}

/// A bare connection to a server, for requests that no well-behaved client sends.
final class RawConnection: @unchecked Sendable {  // Used by one test at a time, one call after the other.
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    /// Connects to the server's port.
    init(_ server: RunningServer) throws {
        let port = UInt16(server.baseURL.split(separator: ":").last ?? "") ?? 0
        #if canImport(Glibc)
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
        }
        guard code == 0 else {
            throw ConnectionFailure(
                call: "connect", reason: errno == 0 ? "closed" : String(cString: strerror(errno)))
        }
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    /// Sends bytes.
    func send(_ bytes: some Sequence<UInt8>) throws {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.send(descriptor, $0.baseAddress, $0.count, 0x4000) }
            guard count > 0 else {
                throw ConnectionFailure(
                    call: "send", reason: errno == 0 ? "closed" : String(cString: strerror(errno)))
            }
            rest = rest.dropFirst(count)
        }
    }

    /// Sends a request's head, with credentials.
    func sendHead(
        _ method: String, _ path: String, key: String?, _ fields: [String: String] = [:]
    ) throws {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\n"
        if let key {
            head += "Authorization: Basic \(Data("eigenpal:\(key)".utf8).base64EncodedString())\r\n"
        }
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) { head += "\(name): \(value)\r\n" }
        try send("\(head)\r\n".utf8)
    }

    /// Drops the connection; with `isAbrupt`, by a reset instead of an orderly end.
    func drop() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// Whether the other end has closed, after reading all that it sent.
    func isClosedByServer() -> Bool {
        while fill() {}
        return errno == 0
    }

    /// One answer: its status, its fields in lower case, its body.
    struct Answer {
        var status: Int
        var fields: [String: String]
        var body: [UInt8]
        var text: String { String(decoding: body, as: UTF8.self) }
    }

    /// Reads one answer.
    func receive() throws -> Answer {
        let head = String(decoding: try take(through: Array("\r\n\r\n".utf8)), as: UTF8.self)
        let lines = head.components(separatedBy: "\r\n")
        let status = lines[0].split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        var fields: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 {
                fields[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
            }
        }
        var body: [UInt8] = []
        if fields["transfer-encoding"] == "chunked" {
            while true {
                let size = String(decoding: try take(through: Array("\r\n".utf8)).dropLast(2), as: UTF8.self)
                let count = Int(size, radix: 16) ?? 0
                body += try take(count)
                _ = try take(2)
                if count == 0 { break }
            }
        } else if let length = fields["content-length"].flatMap({ Int($0) }) {
            body = try take(length)
        }
        return Answer(status: status, fields: fields, body: body)
    }

    private func take(through mark: [UInt8]) throws -> [UInt8] {
        var searched = 0
        while true {
            if buffer.count >= mark.count {
                for start in searched...(buffer.count - mark.count)
                where buffer[start..<(start + mark.count)].elementsEqual(mark) {
                    return try take(start + mark.count)
                }
                searched = buffer.count - mark.count
            }
            guard fill() else {
                throw ConnectionFailure(
                    call: "recv", reason: errno == 0 ? "closed" : String(cString: strerror(errno)))
            }
        }
    }

    private func take(_ count: Int) throws -> [UInt8] {
        while buffer.count < count {
            guard fill() else {
                throw ConnectionFailure(
                    call: "recv", reason: errno == 0 ? "closed" : String(cString: strerror(errno)))
            }
        }
        defer { buffer.removeFirst(count) }
        return Array(buffer[..<count])
    }

    private func fill() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 64 << 10)
        errno = 0
        let count = bytes.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
        guard count > 0 else { return false }
        buffer += bytes[..<count]
        return true
    }
}

/// A git that had to succeed and did not.
struct GitFailure: Error {
    let command: String
    let result: CommandResult
}

/// A connection that does not do what a test needs.
struct ConnectionFailure: Error {
    let call: String
    let reason: String
}

/// Git's packet lines, for requests made by hand.
func packetLine(_ payload: String) -> [UInt8] {
    let digits = String(payload.utf8.count + 4, radix: 16)
    return Array((String(repeating: "0", count: 4 - digits.utf8.count) + digits + payload).utf8)
}

/// A request's body in chunks.
func chunk(_ bytes: [UInt8]) -> [UInt8] {
    Array(String(bytes.count, radix: 16).utf8) + [13, 10] + bytes + [13, 10]
}

/// What a shell prints for a script.
func runShell(_ script: String) async throws -> String {
    try await runCommand("/bin/sh", ["-c", script]).output
}
