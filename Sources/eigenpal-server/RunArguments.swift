import ArgumentParser
import EigenpalServer

/// How a server runs agents and workflows, as options.
struct RunArguments: ParsableArguments {
    private static let defaults = RunSettings()

    @Option(
        help: ArgumentHelp(
            "What runs a package, for /bin/sh (default: the package's own file `run`).", valueName: "command")
    )
    var runner: String?

    @Option(help: ArgumentHelp("Runs at a time; 0 leaves them waiting.", valueName: "n"))
    var workers = defaults.workers

    @Option(help: ArgumentHelp("The longest time of a run.", valueName: "seconds"))
    var runTimeout = defaults.timeSeconds

    @Option(help: ArgumentHelp("How long a runner may take to end once it is told to.", valueName: "seconds"))
    var runGrace = defaults.graceSeconds

    @Option(help: ArgumentHelp("The most that a run may write.", valueName: "bytes"))
    var runOutputLimit = defaults.outputBytes

    @Option(help: ArgumentHelp("The most processes that a run may have at a time.", valueName: "n"))
    var runProcessLimit = defaults.processes

    @Option(help: ArgumentHelp("The largest file that a run may be given.", valueName: "bytes"))
    var runFileLimit = defaults.inputFileBytes

    @Option(help: ArgumentHelp("The most runs that may wait; more are refused.", valueName: "n"))
    var runQueueLimit = defaults.queue

    @Option(help: ArgumentHelp("The PATH of runners.", valueName: "path"))
    var runPath: String?

    func validate() throws {
        for value in [workers, runGrace] where value < 0 {
            throw ValidationError("\(value) is less than nothing.")
        }
        for value in [runTimeout, runOutputLimit, runProcessLimit, runFileLimit, runQueueLimit]
        where value < 1 {
            throw ValidationError("\(value) is no limit; it must be at least 1.")
        }
        guard runner?.allSatisfy(\.isWhitespace) != true else {
            throw ValidationError("--runner is empty; leave it out for the package's own file `run`.")
        }
    }

    /// The settings.
    var value: RunSettings {
        var settings = Self.defaults
        settings.runner = runner
        settings.workers = workers
        settings.timeSeconds = runTimeout
        settings.graceSeconds = runGrace
        settings.outputBytes = runOutputLimit
        settings.processes = runProcessLimit
        settings.inputFileBytes = runFileLimit
        settings.inputBytes = max(settings.inputBytes, runFileLimit)
        settings.queue = runQueueLimit
        settings.path = runPath
        return settings
    }
}
