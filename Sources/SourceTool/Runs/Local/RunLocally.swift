import EigenpalAPI
import Git
import Running
import SourceFormat
import SourceRepository
import SystemPackage

/// `run --local`: a package as it lies in the checkout, run on this machine as a server would.
public enum RunLocally {
    /// What to run, as typed.
    public struct Options: Sendable {
        /// The package.
        public var package: String
        /// What it is given.
        public var inputs: RunInputs
        /// `--runner`.
        public var runner: String?
        /// `--out`.
        public var out: String?
        /// `--metadata NAME=VALUE`.
        public var metadata: [String]
        /// `--overrides-json`.
        public var overrides: String?
        /// `--cache-ttl`.
        public var cacheLifetime: String?

        /// Options as typed.
        public init(
            package: String, inputs: RunInputs, runner: String? = nil, out: String? = nil,
            metadata: [String] = [], overrides: String? = nil, cacheLifetime: String? = nil
        ) {
            (self.package, self.inputs, self.runner, self.out) = (package, inputs, runner, out)
            (self.metadata, self.overrides, self.cacheLifetime) = (metadata, overrides, cacheLifetime)
        }
    }

    /// The only argument of this tool where it is the supervisor of one run, for the tool that started it.
    public static let supervisorArgument = "supervise"

    /// The body of the tool as a supervisor.
    ///
    /// - Returns: the exit code.
    public static func supervise() -> Int32 { Supervisor.serve() }

    /// Carries the run out to its end. What the runner says goes to standard error meanwhile.
    ///
    /// - Throws: ``ToolError`` for what keeps it from being started; how it ended is in the report.
    public static func run(
        _ context: ToolContext, _ options: Options
    ) async throws(ToolError) -> LocalRunReport {
        let checkout = try context.openCheckout()
        let path = try PackageArgument.resolve(options.package, in: checkout, context)
        guard path.kind.isAutomation else { throw .usage("\(path) is neither an agent nor a workflow") }
        try PackageArgument.require(path, in: checkout)
        let package = LocalPackage(path, checkout)
        let input = try LocalRunInput(options, for: package, context)
        let out = try options.out.map { (text) throws(ToolError) in try LocalRunOutput(text, context) }
        let runner = try runner(options, package, context)
        let lockfile = try InstallPackage.resolved(path, checkout)
        let secrets = try await secrets(of: lockfile, package, options, context)
        let interruption = Interruption(endsAtSecond: false)
        defer { interruption.end() }
        let place = try LocalRunPlace(context)
        do throws(ToolError) {
            let report = try await carryOut(
                LocalRun(
                    package: package, lockfile: lockfile, secrets: secrets, input: input, runner: runner,
                    out: out), in: place, context)
            if let problem = place.remove() { context.terminal.warn(problem) }
            return report
        } catch {
            _ = place.remove()
            throw error
        }
    }

    private struct LocalRun {
        let package: LocalPackage
        let lockfile: Lockfile
        let secrets: [String: String]
        let input: LocalRunInput
        let runner: String?
        let out: LocalRunOutput?
    }

    private static func carryOut(
        _ run: LocalRun, in place: borrowing LocalRunPlace, _ context: ToolContext
    ) async throws(ToolError) -> LocalRunReport {
        let (package, id, kept) = (run.package, place.id, "\(place.path).kept")
        let workspace = try package.workspace(at: place.path, run.lockfile)
        try run.input.write(to: workspace)
        let target = "\(package.path.dottedName)@\(run.lockfile.root.resolvedRef)"
        let environment: [String: String]
        let command: [String]
        do throws(RunningError) {
            environment = try RunnerEnvironment.make(
                runID: id, target: target, workspace: workspace, secrets: run.secrets,
                path: context.variable("PATH") ?? RunnerEnvironment.standardPath)
            command = try workspace.command(runner: run.runner)
        } catch {
            throw ToolError(error)
        }
        let job = RunnerJob(
            command: command, environment: environment, workingDirectory: workspace.path,
            limits: RunnerLimits(logBytes: 256 << 20))
        guard !Interruption.hasHappened else { throw ToolError("interrupted") }
        context.terminal.detail("running \(target) in \(workspace.path)")
        let mask = SecretMask(run.secrets.values)
        let supervised: SupervisedRun
        do throws(RunningError) { supervised = try supervise(job, context) } catch { throw ToolError(error) }
        let result = await watch(supervised, id, workspace, mask, context)
        let collected: CollectedOutput
        do throws(RunningError) {
            collected = try OutputCollector.collect(
                workspace, into: try run.out?.folder() ?? kept)
        } catch {
            throw ToolError(error)
        }
        return try report(run, id, target, result, collected)
    }

    /// Has the runner started by this program again, in a process of its own: it ends the run when this one ends, however
    /// that comes.
    private static func supervise(
        _ job: RunnerJob, _ context: ToolContext
    ) throws(RunningError) -> SupervisedRun {
        // What it takes to load the program, and nothing else.
        let environment = context.environment.filter { $0.key == "LD_LIBRARY_PATH" }
        return try SupervisedRun.start(
            executable: [context.executable.string, supervisorArgument], environment: environment, job: job)
    }

    /// Says what the runner says until nothing of it is alive. Ctrl-C has it stopped; a second one kills it.
    private static func watch(
        _ run: SupervisedRun, _ id: String, _ workspace: Workspace, _ mask: SecretMask,
        _ context: ToolContext
    ) async -> RunnerResult {
        var log = LogStream(workspace.log, mask: mask, isTerminal: context.terminal.errorIsTerminal)
        var told: Int32 = 0
        while true {
            let result = run.endedResult
            let text = log.take(isOver: result != nil)
            if !text.isEmpty { context.terminal.pass(text) }
            if let result { return result }
            let count = Interruption.count
            if count > told {
                if told == 0 {
                    context.terminal.pass(log.lineEnd())
                    context.terminal.note("stopping the runner; once more to kill it")
                    run.cancel()
                } else {
                    LeftBehind.kill(runID: id)
                }
                told = count
            }
            try? await Task.sleep(for: .milliseconds(20))
        }
    }

    private static func report(
        _ run: LocalRun, _ id: String, _ target: String, _ result: RunnerResult, _ collected: CollectedOutput
    ) throws(ToolError) -> LocalRunReport {
        var error = problem(result)
        if error == nil, let problem = collected.outputProblem {
            error = "its output.json cannot be taken: \(problem)"
        }
        var issues: [JSONSchemaIssue]?
        if let output = collected.output, output != .null,
            let schema = try run.package.schema("output-schema.json")
        {
            issues = JSONSchema(schema).issues(of: output)
        }
        return LocalRunReport(
            id: id, target: target,
            status: result.stop == .cancelled ? "cancelled" : error == nil ? "completed" : "failed",
            error: error, exitCodeOfRunner: result.exitCode, signal: result.signal,
            durationMs: result.durationMilliseconds, output: collected.output,
            schemaValid: issues.map(\.isEmpty), schemaIssues: issues ?? [], artifacts: collected.artifacts,
            skipped: collected.skipped, out: run.out?.path.string)
    }

    /// Why a run failed; nil where its runner did what it was to do.
    private static func problem(_ result: RunnerResult) -> String? {
        let message = result.message.map { ": \($0)" } ?? ""
        switch result.stop {
        case .none where result.exitCode == 0: return nil
        case .none:
            return result.signal.map { "the runner was ended by signal \($0)" }
                ?? "the runner ended with exit code \(result.exitCode ?? -1)"
        case .cancelled: return "it was cancelled"
        case .timeLimit: return "it took longer than it may\(message)"
        case .outputLimit: return "it wrote more than it may\(message)"
        case .processLimit: return "it had more processes than it may\(message)"
        case .cannotStart: return "the runner cannot be started\(message)"
        case .serverGone, .supervisorLost: return "the runner was lost\(message)"
        }
    }

    /// The command that runs it; nil for the package's own file `run`.
    private static func runner(
        _ options: Options, _ package: LocalPackage, _ context: ToolContext
    ) throws(ToolError) -> String? {
        if let runner = options.runner ?? context.variable("EIGENPAL_RUNNER") {
            guard runner.contains(where: { !$0.isWhitespace }) else { throw .usage("--runner is empty") }
            return runner
        }
        let own = package.folder.appending("run")
        guard Files.kind(of: own) == .file else {
            throw ToolError(
                "\(package.path) has no file run, and no runner is named",
                details: [
                    "the file run of a package starts it; --runner, or EIGENPAL_RUNNER, names another command"
                ],
                next: "\(ToolVersion.name) run --local \(package.path) --runner COMMAND")
        }
        guard let mode = Files.permissions(of: own), mode.rawValue & 0o100 != 0 else {
            throw ToolError("\(package.path)/run is not executable", next: "chmod +x \(own)")
        }
        return nil
    }

    /// The secrets of the package as it lies there, and of what it needs as that was released.
    private static func secrets(
        of lockfile: Lockfile, _ package: LocalPackage, _ options: Options, _ context: ToolContext
    ) async throws(ToolError) -> [String: String] {
        let checkout = package.checkout
        let vault = try SecretVault(context, checkout, cacheLifetime: options.cacheLifetime)
        var variables = SecretVariablesOfRun(only: [], refusesCodeChoosing: false)
        let document = try SecretsDocument(of: package.path, in: checkout)
        try variables.add(try await PackageSecrets(of: document, only: nil, vault))
        let files = try DependencySecrets.files(of: lockfile.root.dependencies, in: try checkout.repository)
        for (dependency, file) in files {
            try variables.add(
                try await vault.values(of: file.entries, in: dependency), of: dependency, in: file)
        }
        return try variables.texts()
    }
}
