/// What a supervisor starts, and within which bounds.
///
/// It travels as one line of JSON on the supervisor's standard input: the environment holds secrets, which belong neither
/// on a command line nor on a disk.
public struct RunnerJob: Codable, Sendable, Hashable {
    /// The program's path and its arguments.
    public var command: [String]
    /// All the variables that it gets; see ``RunnerEnvironment``.
    public var environment: [String: String]
    /// The run's working folder, an absolute path.
    public var workingDirectory: String
    /// What it may use.
    public var limits: RunnerLimits
    /// How long it may take to end by itself after it was asked to, in seconds.
    public var graceSeconds: Double

    /// Describes a job.
    public init(
        command: [String], environment: [String: String], workingDirectory: String,
        limits: RunnerLimits = RunnerLimits(), graceSeconds: Double = 10
    ) {
        self.command = command
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.limits = limits
        self.graceSeconds = graceSeconds
    }
}

extension RunnerJob: CustomStringConvertible, CustomReflectable {
    /// The job without the values of its variables, which are secrets: this may end up in a log.
    public var description: String {
        "\(command.joined(separator: " ")) in \(workingDirectory), with \(environment.keys.sorted().joined(separator: ", "))"
    }

    /// No more than the description says.
    public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}

/// What a run may use of the machine.
public struct RunnerLimits: Codable, Sendable, Hashable {
    /// The longest time, in seconds.
    public var timeSeconds: Double
    /// The bytes that its working folder may grow by. A sparse file counts with the size that it shows.
    public var outputBytes: Int
    /// The bytes of the largest file that it may write.
    public var fileBytes: Int
    /// The processes that may run at one time, the runner's own among them.
    public var processes: Int
    /// The bytes of its output that are kept in `runner.log`; what comes after them is dropped.
    public var logBytes: Int

    /// An hour, 1 GiB in all, 512 MiB a file, 512 processes and 4 MiB of log, where nothing else is said.
    public init(
        timeSeconds: Double = 3600, outputBytes: Int = 1 << 30, fileBytes: Int = 512 << 20,
        processes: Int = 512,
        logBytes: Int = 4 << 20
    ) {
        self.timeSeconds = timeSeconds
        self.outputBytes = outputBytes
        self.fileBytes = fileBytes
        self.processes = processes
        self.logBytes = logBytes
    }
}
