import Foundation
import Synchronization

/// The built `eigenpal-server` of this checkout, running as a process of its own on a free port.
///
/// ```swift
/// let server = try await RunningServer.start()
/// // … server.baseURL, server.apiKey …
/// try await server.stop()
/// ```
public final class RunningServer: Sendable {
    /// Where it answers, such as `http://127.0.0.1:41234`.
    public let baseURL: String
    /// The organization's slug.
    public let organization: String
    /// An API key of the organization.
    public let apiKey: String
    /// The directory with its database, keys and repositories.
    public let dataDirectory: String
    /// The process's id.
    public let processID: Int32

    private let process: ServerProcess
    // Kept as long as the server: it is removed with the last reference.
    private let home: TemporaryDirectory

    private init(answer: ReadyAnswer, apiKey: String, process: ServerProcess, home: TemporaryDirectory) {
        baseURL = answer.baseUrl
        organization = answer.organization
        self.apiKey = apiKey
        dataDirectory = process.dataDirectory
        processID = process.id
        self.process = process
        self.home = home
    }

    deinit { process.kill() }

    /// The Git remote of the organization's repository, without credentials.
    public var remoteURL: String { "\(baseURL)/orgs/\(organization).git" }

    /// What it wrote to standard output and standard error so far.
    public var log: String { process.log }

    /// Starts a server on a free port and waits until it answers.
    ///
    /// - Parameters:
    ///   - arguments: further arguments of `serve`.
    ///   - dataDirectory: an earlier server's, to start on the same data; a fresh one where nil.
    ///   - apiKey: a key of that earlier server, since a key is told only once.
    ///   - environment: variables set over the inherited ones; nil takes one away.
    /// - Throws: ``ServerFailure`` where it does not answer, with what it wrote.
    public static func start(
        arguments: [String] = [], dataDirectory: String? = nil, apiKey: String? = nil,
        environment: [String: String?] = [:]
    ) async throws -> RunningServer {
        let home = try TemporaryDirectory()
        let data = dataDirectory ?? home.appending("data")
        let readyFile = home.appending("ready.json")
        let process = try ServerProcess(
            arguments: ["serve", "--data", data, "--port", "0", "--ready-file", readyFile] + arguments,
            dataDirectory: data, home: home, environment: environment)
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            if let bytes = FileManager.default.contents(atPath: readyFile),
                let answer = try? JSONDecoder().decode(ReadyAnswer.self, from: bytes)
            {
                guard let key = answer.apiKey ?? apiKey else {
                    process.kill()
                    throw ServerFailure(reason: "no API key is known", log: process.log)
                }
                return RunningServer(answer: answer, apiKey: key, process: process, home: home)
            }
            if let code = process.exitCode {
                throw ServerFailure(reason: "exited with \(code) before it was ready", log: process.log)
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        process.kill()
        throw ServerFailure(reason: "was not ready in time", log: process.log)
    }

    /// Stops the server by SIGTERM and waits for its end.
    ///
    /// - Parameter expectingSuccess: whether another exit code than 0 is an error.
    /// - Returns: the exit code; 128 and more for a signal.
    /// - Throws: ``ServerFailure``.
    @discardableResult
    public func stop(expectingSuccess: Bool = true) async throws -> Int32 {
        process.terminate()
        let deadline = ContinuousClock.now + .seconds(60)
        while process.exitCode == nil, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(10))
        }
        guard let code = process.exitCode else {
            process.kill()
            throw ServerFailure(reason: "did not end after SIGTERM", log: log)
        }
        guard code == 0 || !expectingSuccess else {
            throw ServerFailure(reason: "exited with \(code)", log: log)
        }
        return code
    }
}

/// A server that did not do what a test needs, and what it wrote.
public struct ServerFailure: Error, CustomStringConvertible {
    /// What it did instead.
    public let reason: String
    /// Its standard output and standard error.
    public let log: String

    /// The reason, then the log.
    public var description: String { "eigenpal-server \(reason)\n\(log)" }
}

private struct ReadyAnswer: Decodable {
    let baseUrl: String
    let organization: String
    let apiKey: String?
}

/// The process and the file that it writes to.
private final class ServerProcess: Sendable {
    let dataDirectory: String
    let id: Int32
    private let logFile: String
    private let status: Mutex<Int32?>

    init(
        arguments: [String], dataDirectory: String, home: TemporaryDirectory, environment: [String: String?]
    ) throws {
        self.dataDirectory = dataDirectory
        logFile = home.appending("server.log")
        status = Mutex(nil)
        var variables = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("EIGENPAL_") }
        for (name, value) in environment { variables[name] = value }
        id = try Self.spawn([Products.server] + arguments, environment: variables, logFile: logFile)
    }

    var log: String {
        String(decoding: FileManager.default.contents(atPath: logFile) ?? Data(), as: UTF8.self)
    }

    /// The exit code once it has ended; 128 and more for a signal.
    var exitCode: Int32? {
        status.withLock { known in
            if let known { return known }
            var raw: Int32 = 0
            guard waitpid(id, &raw, WNOHANG) == id else { return nil }
            known = raw & 0x7F == 0 ? (raw >> 8) & 0xFF : 128 + (raw & 0x7F)
            return known
        }
    }

    func terminate() { signal(SIGTERM) }

    func kill() {
        signal(SIGKILL)
        status.withLock { known in
            guard known == nil else { return }
            var raw: Int32 = 0
            waitpid(id, &raw, 0)
            known = 128 + SIGKILL
        }
    }

    /// Only to a process that has not been waited for: its id is its own until then.
    private func signal(_ number: Int32) {
        status.withLock { known in
            if known == nil { _ = Foundation.kill(id, number) }
        }
    }

    private static func spawn(
        _ command: [String], environment: [String: String], logFile: String
    ) throws -> Int32 {
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&files, 1, logFile, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&files, 1, 2)
        // The thread that runs this may block signals, and a process inherits its starter's mask.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var argv = command.map { strdup($0) } + [nil]
        var envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var id: pid_t = 0
        let code = posix_spawn(&id, command[0], &files, &attributes, &argv, &envp)
        guard code == 0 else { throw PlatformError(operation: "posix_spawn \(command[0])", code: code) }
        return id
    }
}
