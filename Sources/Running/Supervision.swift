import Glibc

/// One run from its start until nothing of it is alive.
struct Supervision: ~Copyable {
    private let job: RunnerJob
    private var control: RunControl
    private var log: RunnerLog
    private let descendants = Descendants()
    private let baseline: Int
    private let startedAt = Clock.wall
    private let started = Clock.steady

    private var stop = RunnerResult.Stop.none
    private var message: String?
    /// When the runner is killed, after it was asked to end.
    private var killTime: Int64?
    private var nextCount: Int64 = 0
    private var nextMeasurement: Int64 = 0

    /// How often the processes are counted, in milliseconds.
    private static let tick: Int64 = 50
    /// How long processes that do not die are waited for, in milliseconds.
    private static let patience: Int64 = 30_000

    /// Prepares a run; see ``Supervisor``.
    init(_ job: RunnerJob, control: RunControl) throws(RunningError) {
        self.job = job
        self.control = control
        log = try RunnerLog(
            at: Workspace(path: job.workingDirectory).log, limit: max(job.limits.logBytes, 0))
        baseline = FolderUsage(of: job.workingDirectory).bytes
    }

    /// Starts the runner and watches it to its end.
    consuming func run() -> RunnerResult {
        let process: RunnerProcess
        do { process = try start() } catch { return .cannotStart(error.description) }
        log.closeWriting()
        let watched = ProcessDescriptor(of: process.id)
        let status = watch(process, watched)
        let survivors = end()
        judgeOutput(status)
        return result(status, survivors)
    }

    private func start() throws(RunningError) -> RunnerProcess {
        let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
        // Below 3 it would be in the way of the descriptors that it is to become.
        let input = fcntl(nothing, F_DUPFD_CLOEXEC, 3)
        let output = fcntl(log.writing, F_DUPFD_CLOEXEC, 3)
        defer { for each in [nothing, input, output] where each >= 0 { close(each) } }
        guard input >= 0, output >= 0 else {
            throw RunningError("the runner could not be started: \(systemReason(errno))")
        }
        return try RunnerProcess(
            job.command, environment: job.environment, directory: job.workingDirectory, input: input,
            output: output, error: output, fileBytes: max(job.limits.fileBytes, 0), diesWithCaller: true)
    }

    // MARK: While it runs

    /// Watches until the runner has ended; its status as `waitpid` tells it.
    private mutating func watch(_ process: RunnerProcess, _ watched: borrowing ProcessDescriptor) -> Int32 {
        let limit = started + Clock.milliseconds(job.limits.timeSeconds)
        while true {
            var status: Int32 = 0
            if waitpid(process.id, &status, WNOHANG) == process.id { return status }
            wait(watched, until: limit)
            log.take()
            let now = Clock.steady
            if stop == .none {
                switch control.request() {
                case .none: if now >= limit { ask(process, .timeLimit) }
                case .serverGone: kill(process, .serverGone)
                case let reason: ask(process, reason)
                }
            } else if stop != .serverGone, control.request() == .serverGone {
                killTime = now
            }
            if now >= nextCount { countProcesses(process) }
            if now >= nextMeasurement { measure(process) }
            if let killTime, now >= killTime { _ = Glibc.kill(-process.id, SIGKILL) }
        }
    }

    private func wait(_ watched: borrowing ProcessDescriptor, until limit: Int64) {
        var events = control.descriptors
        if watched.descriptor >= 0 { events.append(watched.descriptor) }
        if !log.hasEnded { events.append(log.reading) }
        // Once it is to stop there is nothing left to hear that would not come again at once.
        if stop != .none { events.removeAll { control.descriptors.contains($0) } }
        var polled = events.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        let now = Clock.steady
        let moments = [limit, nextCount, nextMeasurement, killTime ?? .max, now + Self.tick]
        let pause = max(1, (moments.filter { $0 > now }.min() ?? now) - now)
        _ = poll(&polled, nfds_t(polled.count), Int32(min(pause, 1000)))
    }

    private mutating func countProcesses(_ process: RunnerProcess) {
        nextCount = Clock.steady + Self.tick
        guard descendants.count(limit: job.limits.processes) > job.limits.processes else { return }
        message = message ?? "it had more than \(job.limits.processes) processes"
        kill(process, .processLimit)
    }

    private mutating func measure(_ process: RunnerProcess) {
        let before = Clock.steady
        let usage = FolderUsage(of: job.workingDirectory)
        let after = Clock.steady
        // A tenth of the time at most goes into measuring.
        nextMeasurement = after + max(250, (after - before) * 9)
        if isBeyondLimit(usage) { kill(process, .outputLimit) }
    }

    private mutating func isBeyondLimit(_ usage: FolderUsage) -> Bool {
        if usage.isBeyondMeasure {
            message =
                message ?? "it left more than \(FolderUsage.maximumEntries) files, or folders deeper than "
                + "\(FolderUsage.maximumDepth) levels"
            return true
        }
        guard usage.bytes - baseline - log.written > job.limits.outputBytes else { return false }
        message = message ?? "it wrote more than \(job.limits.outputBytes) bytes"
        return true
    }

    private mutating func ask(_ process: RunnerProcess, _ reason: RunnerResult.Stop) {
        stop = reason
        if reason == .timeLimit { message = "it took longer than \(job.limits.timeSeconds) seconds" }
        _ = Glibc.kill(-process.id, SIGTERM)
        killTime = Clock.steady + Clock.milliseconds(job.graceSeconds)
    }

    private mutating func kill(_ process: RunnerProcess, _ reason: RunnerResult.Stop) {
        if stop == .none { stop = reason }
        killTime = Clock.steady
        _ = Glibc.kill(-process.id, SIGKILL)
    }

    // MARK: After it

    private mutating func end() -> Int {
        let survivors = descendants.kill(within: Self.patience)
        log.take()
        while !log.hasEnded, survivors == 0 {
            let before = log.written
            log.take()
            if log.written == before { break }
        }
        return survivors
    }

    /// What it wrote last, or a file that became too large for it.
    private mutating func judgeOutput(_ status: Int32) {
        guard stop == .none else { return }
        let usage = FolderUsage(of: job.workingDirectory)
        if isBeyondLimit(usage) {
            stop = .outputLimit
        } else if [SIGXFSZ, (128 + SIGXFSZ) << 8].contains(status & 0xFF7F),
            usage.largest >= job.limits.fileBytes
        {
            stop = .outputLimit
            message = "it wrote a file of more than \(job.limits.fileBytes) bytes"
        }
    }

    private func result(_ status: Int32, _ survivors: Int) -> RunnerResult {
        let signal = status & 0x7F
        return RunnerResult(
            exitCode: signal == 0 ? (status >> 8) & 0xFF : nil, signal: signal == 0 ? nil : signal,
            stop: stop,
            message: message, startedAt: startedAt, endedAt: Clock.wall,
            durationMilliseconds: Clock.steady - started, survivors: survivors)
    }
}
