/// How a run ended.
public struct RunnerResult: Codable, Sendable, Hashable {
    /// Why the runner was stopped.
    public enum Stop: String, Codable, Sendable, Hashable {
        /// It ended by itself.
        case none
        /// Someone asked for it.
        case cancelled
        /// It took longer than it may.
        case timeLimit
        /// It wrote more than it may: in all, in one file, or in too many files.
        case outputLimit
        /// It had more processes than it may.
        case processLimit
        /// The server that it ran for has gone.
        case serverGone
        /// It could not be started at all; ``RunnerResult/message`` says why.
        case cannotStart
        /// Its supervisor was killed or failed, and the runner with it.
        case supervisorLost
    }

    /// The exit code, where the runner ended with one.
    public var exitCode: Int32?
    /// The number of the signal that ended it, where one did.
    public var signal: Int32?
    /// Why it was stopped.
    public var stop: Stop
    /// What there is to say for people, in one sentence without a full stop.
    public var message: String?
    /// When it was started, in milliseconds since 1970.
    public var startedAt: Int64
    /// When it and all that it had started was gone, in milliseconds since 1970.
    public var endedAt: Int64
    /// How long that took, in milliseconds, whatever the clock was set to meanwhile.
    public var durationMilliseconds: Int64
    /// The processes that could not be ended: another user's, or ones that hang in the kernel.
    public var survivors: Int

    /// Describes an end.
    public init(
        exitCode: Int32? = nil, signal: Int32? = nil, stop: Stop = .none, message: String? = nil,
        startedAt: Int64, endedAt: Int64, durationMilliseconds: Int64 = 0, survivors: Int = 0
    ) {
        self.exitCode = exitCode
        self.signal = signal
        self.stop = stop
        self.message = message
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.durationMilliseconds = durationMilliseconds
        self.survivors = survivors
    }

    /// Whether the runner ended by itself, with the exit code 0.
    public var isSuccess: Bool { stop == .none && exitCode == 0 }

    static func cannotStart(_ message: String) -> RunnerResult {
        let now = Clock.wall
        return RunnerResult(stop: .cannotStart, message: message, startedAt: now, endedAt: now)
    }
}
