import Running

/// How a server runs agents and workflows.
public struct RunSettings: Sendable, Hashable {
    /// The command that runs a package, for `/bin/sh`; nil starts the package's own executable file `run`.
    public var runner: String?
    /// How many runs are under way at a time; 0 leaves them waiting.
    public var workers = 2
    /// The longest time of a run, in seconds.
    public var timeSeconds = 3_600
    /// The seconds that a runner has to end by itself once it is told to.
    public var graceSeconds = 10
    /// The most bytes that a run may write.
    public var outputBytes = 1 << 30
    /// The most processes that a run may have at a time.
    public var processes = 512
    /// The largest file that a run may be given, in bytes.
    public var inputFileBytes = 2 << 30
    /// The most bytes of all files that a run may be given.
    public var inputBytes = 4 << 30
    /// The most runs that may wait; more are refused.
    public var queue = 10_000
    /// The `PATH` of runners; nil takes the usual folders of programs.
    public var path: String?

    /// The default settings.
    public init() {}

    var limits: RunnerLimits {
        RunnerLimits(
            timeSeconds: Double(timeSeconds), outputBytes: outputBytes, fileBytes: outputBytes,
            processes: processes)
    }
}
