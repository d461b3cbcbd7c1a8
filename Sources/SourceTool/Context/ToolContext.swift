import SystemPackage

/// Every effect a verb may have outside itself, so that a test gives it a home, a clock and a terminal of its own.
public struct ToolContext: Sendable {
    /// The environment variables.
    public var environment: [String: String]
    /// The user's home directory.
    public var home: FilePath
    /// Where the verb works: `-C`, else where the process was started. Absolute.
    public var workingDirectory: FilePath
    /// Where it speaks and listens.
    public var terminal: any Terminal
    /// Seconds since 1970.
    public var clock: @Sendable () -> Int64
    /// What was typed for every verb.
    public var options: GlobalOptions
    /// The tool's own executable, absolute, links followed; the server lies beside it.
    public var executable: FilePath
    /// The executable as it was called, absolute: what Git's configuration names, so that an installation behind a link
    /// may be replaced by a newer one.
    public var command: FilePath

    /// A context of the given effects.
    public init(
        environment: [String: String], home: FilePath, workingDirectory: FilePath, terminal: any Terminal,
        clock: @escaping @Sendable () -> Int64, options: GlobalOptions, executable: FilePath,
        command: FilePath? = nil
    ) {
        self.environment = environment
        self.home = home
        self.workingDirectory = workingDirectory
        self.terminal = terminal
        self.clock = clock
        self.options = options
        self.executable = executable
        self.command = command ?? executable
    }

    /// A path as typed, from where the verb works.
    public func path(_ typed: String) -> FilePath {
        workingDirectory.pushing(FilePath(typed)).lexicallyNormalized()
    }

    /// A variable that is set to something.
    public func variable(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
