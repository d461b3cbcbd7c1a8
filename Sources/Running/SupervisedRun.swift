import Glibc
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A run under a supervisor of its own, as the server, or the tool, sees it.
///
/// The run lives as long as this value: when its last copy goes away, or this process ends, the supervisor loses its
/// standard input and kills the run.
///
/// ```swift
/// let run = try SupervisedRun.start(executable: ["/usr/bin/eigenpal-server", "supervise"], job: job)
/// let result = await run.result()
/// ```
public struct SupervisedRun: Sendable {
    private let end: End
    private let state: State

    /// The supervisor's process id.
    public let processID: Int32

    /// Starts a supervisor and hands it the job.
    ///
    /// - Parameters:
    ///   - executable: the supervisor's program and arguments.
    ///   - environment: the supervisor's own, not the runner's: nothing but what it takes to load the program.
    /// - Throws: ``RunningError`` where it cannot be started. A runner that cannot be is told by the result.
    public static func start(
        executable: [String], environment: [String: String] = [:], job: RunnerJob
    ) throws(RunningError) -> SupervisedRun {
        guard var line = try? JSONEncoder().encode(job) else {
            throw RunningError("the job cannot be written as JSON")
        }
        line.append(0x0A)
        var ends: [Int32] = [0, 0]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw RunningError("there is no socket for a supervisor: \(systemReason(errno))")
        }
        // Below 3 it would be in the way of the descriptors that it is to become.
        let theirs = fcntl(ends[1], F_DUPFD_CLOEXEC, 3)
        close(ends[1])
        defer { if theirs >= 0 { close(theirs) } }
        let process: RunnerProcess
        do throws(RunningError) {
            process = try RunnerProcess(
                executable, environment: environment, directory: nil, input: theirs, output: theirs,
                error: nil,
                diesWithCaller: false)
        } catch {
            close(ends[0])
            throw error
        }
        let state = State(socket: ends[0])
        let watcher = Watcher(
            state: state, process: process.id, socket: ends[0], line: Array(line),
            runID: job.environment[RunnerEnvironment.runID], startedAt: Clock.wall, started: Clock.steady)
        watcher.startThread()
        return SupervisedRun(end: End(state: state), state: state, processID: process.id)
    }

    private init(end: End, state: State, processID: Int32) {
        (self.end, self.state, self.processID) = (end, state, processID)
    }

    /// Waits until nothing of the run is alive.
    public func result() async -> RunnerResult {
        // Whoever waits keeps the run alive.
        defer { withExtendedLifetime(end) {} }
        return await withCheckedContinuation { state.wait($0) }
    }

    /// How the run ended; nil while anything of it is alive. Does not wait.
    public var endedResult: RunnerResult? {
        defer { withExtendedLifetime(end) {} }
        return state.result
    }

    /// Asks for the runner to be stopped: SIGTERM now, and SIGKILL when its grace is over. Does not wait.
    public func cancel() { state.cancel() }

    /// Hangs up when the last copy of a run goes away.
    private final class End: Sendable {
        let state: State
        init(state: State) { self.state = state }
        deinit { state.hangUp() }
    }
}

/// What the watching thread and the run share.
private final class State: Sendable {
    private struct Contents {
        var socket: Int32?
        var result: RunnerResult?
        var isJobSent = false
        var isCancelled = false
        var waiting: [CheckedContinuation<RunnerResult, Never>] = []
    }

    private let contents: Mutex<Contents>

    var result: RunnerResult? { contents.withLock { $0.result } }

    init(socket: Int32) { contents = Mutex(Contents(socket: socket)) }

    func wait(_ continuation: CheckedContinuation<RunnerResult, Never>) {
        let result = contents.withLock { contents -> RunnerResult? in
            if contents.result == nil { contents.waiting.append(continuation) }
            return contents.result
        }
        if let result { continuation.resume(returning: result) }
    }

    /// Asks for the end, behind the job: a supervisor would take what comes before it for the job itself.
    func cancel() {
        contents.withLock { contents in
            contents.isCancelled = true
            if contents.isJobSent { Self.sendCancel(contents.socket) }
        }
    }

    /// Notes that the whole job is on its way.
    func jobIsSent() {
        contents.withLock { contents in
            contents.isJobSent = true
            if contents.isCancelled { Self.sendCancel(contents.socket) }
        }
    }

    private static func sendCancel(_ socket: Int32?) {
        guard let socket else { return }
        let bytes = Array("cancel\n".utf8)
        _ = send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
    }

    func hangUp() {
        contents.withLock { contents in
            if let socket = contents.socket { _ = shutdown(socket, Int32(SHUT_WR)) }
        }
    }

    /// The thread alone closes the socket, when nobody can send any more.
    func end(_ result: RunnerResult) {
        let waiting = contents.withLock { contents in
            if let socket = contents.socket { close(socket) }
            contents.socket = nil
            contents.result = result
            defer { contents.waiting = [] }
            return contents.waiting
        }
        for continuation in waiting { continuation.resume(returning: result) }
    }
}

/// The thread of one run: it hands over the job, and waits for the answer.
private struct Watcher: Sendable {
    let state: State
    let process: pid_t
    let socket: Int32
    let line: [UInt8]
    let runID: String?
    let startedAt: Int64
    let started: Int64

    /// A thread of its own, since it waits as long as the run lasts, and the pool's threads must not.
    func startThread() {
        let box = Unmanaged.passRetained(Box(self))
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        pthread_attr_setstacksize(&attributes, 512 << 10)
        defer { pthread_attr_destroy(&attributes) }
        var thread = pthread_t()
        let failure = pthread_create(
            &thread, &attributes,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().watcher.run()
                return nil
            }, box.toOpaque())
        guard failure == 0 else {
            box.release()
            kill(process, SIGKILL)
            while waitpid(process, nil, 0) < 0, errno == EINTR {}
            return state.end(.cannotStart("there is no thread for a supervisor: \(systemReason(failure))"))
        }
    }

    private final class Box: Sendable {
        let watcher: Watcher
        init(_ watcher: Watcher) { self.watcher = watcher }
    }

    private func run() {
        var rest = line[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            rest = rest.dropFirst(count)
        }
        state.jobIsSent()
        let answer = readAnswer()
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        state.end(answer ?? lost(status))
    }

    private func readAnswer() -> RunnerResult? {
        var answer: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 16 << 10)
        while answer.count <= 1 << 20 {
            let count = part.withUnsafeMutableBytes { read(socket, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            answer += part[..<count]
        }
        guard let end = answer.firstIndex(of: 0x0A) else { return nil }
        return try? JSONDecoder().decode(RunnerResult.self, from: Data(answer[..<end]))
    }

    /// The supervisor ended without an answer. The system has killed the runner itself; what that had started is found by
    /// the run's id, which all of it has inherited.
    private func lost(_ status: Int32) -> RunnerResult {
        let survivors = runID.map { LeftBehind.kill(runID: $0) } ?? 0
        let how =
            status & 0x7F == 0
            ? "exited with code \((status >> 8) & 0xFF)" : "was killed by signal \(status & 0x7F)"
        return RunnerResult(
            stop: .supervisorLost, message: "the run's supervisor \(how)", startedAt: startedAt,
            endedAt: Clock.wall, durationMilliseconds: Clock.steady - started, survivors: survivors)
    }
}
