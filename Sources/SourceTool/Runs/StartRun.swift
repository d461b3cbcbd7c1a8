import Eigenpal
import EigenpalAPI
import SourceFormat

/// `run`: a run on the server.
public enum StartRun {
    /// What to run, as typed.
    public struct Options: Sendable {
        /// `agents.invoice@1.2.0`.
        public var target: String
        /// What it is given.
        public var inputs: RunInputs
        /// `--version`.
        public var version: String?
        /// `--metadata NAME=VALUE`.
        public var metadata: [String]
        /// `--overrides-json`.
        public var overrides: String?
        /// Whether to wait for its end, and how long at most.
        public var wait: RunWait?

        /// Options as typed.
        public init(
            target: String, inputs: RunInputs, version: String? = nil, metadata: [String] = [],
            overrides: String? = nil, wait: RunWait? = nil
        ) {
            (self.target, self.inputs, self.version) = (target, inputs, version)
            (self.metadata, self.overrides, self.wait) = (metadata, overrides, wait)
        }
    }

    /// Starts a run and, where asked to, follows it to its end.
    ///
    /// - Throws: ``ToolError``: exit code 2 for what was typed wrongly.
    public static func run(_ context: ToolContext, _ options: Options) async throws(ToolError) -> RunEnd {
        let target = try RunReference.target(options.target, version: options.version, context)
        let inputs = try options.inputs.read(context)
        let metadata = try RunInputs.values(options.metadata, of: "--metadata")
        let overrides = try options.overrides.map { (text) throws(ToolError) in
            try Self.overrides(try JSONArgument.object(text, of: "--overrides-json", context))
        }
        return try await context.withClient { client in
            let bar = TransferBar("sending", context.terminal)
            let started: RunStartResponse
            do {
                started = try await client.run(
                    RunTarget(target.name), input: inputs.forServer, version: target.version,
                    overrides: overrides, metadata: metadata.isEmpty ? nil : metadata,
                    progress: inputs.files.isEmpty ? nil : bar.progress)
                bar.end()
            } catch EigenpalError.notFound(let failure) {
                var error = ToolError(EigenpalError.notFound(failure))
                // Where the package is there, but not the version, the server says what lists those.
                if failure.envelope?.issues.first?.code != "release_not_found" {
                    error.next = "\(ToolVersion.name) \(target.name.prefix { $0 != "." }) list"
                }
                throw error
            }
            return try await finish(started, options.wait, client, context)
        }
    }

    /// What comes after the start.
    static func finish(
        _ started: RunStartResponse, _ wait: RunWait?, _ client: EigenpalClient, _ context: ToolContext
    ) async throws -> RunEnd {
        guard let wait else {
            return RunEnd(
                started: RunAccepted(
                    id: started.id, type: started.type, finished: started.run != nil,
                    source: source(of: started)))
        }
        if !context.terminal.errorIsTerminal { context.terminal.note("started \(started.id)") }
        return try await FollowRun.follow(started.id, wait, client, context)
    }

    private static func source(of started: RunStartResponse) -> RunSource? {
        switch started {
        case .accepted(let run): run.source
        case .finished(let run): run.source
        }
    }

    static func overrides(_ fields: [String: JSONValue]) throws(ToolError) -> RunStartBody.Overrides {
        var rest = fields
        let steps = rest.removeValue(forKey: "steps")
        if let steps, steps.object == nil {
            throw .usage("--overrides-json: \"steps\" is an object, the output of each step by its name")
        }
        return RunStartBody.Overrides(steps: steps?.object, additional: rest)
    }
}

/// How long a run's end is waited for.
public struct RunWait: Sendable, Hashable {
    /// The longest time; nil for as long as it takes.
    public let limit: Duration?

    /// Waits so many seconds; nil waits for as long as it takes.
    public init(seconds: Int?) { limit = seconds.map { .seconds($0) } }
}

/// `runs watch`: a run followed to its end.
public enum FollowRun {
    /// Follows a run.
    ///
    /// - Throws: ``ToolError`` where there is none.
    public static func run(
        _ context: ToolContext, run: String, wait: RunWait
    ) async throws(ToolError) -> RunEnd {
        try await context.withRun(run) { client, id in try await follow(id, wait, client, context) }
    }

    static func follow(
        _ id: String, _ wait: RunWait, _ client: EigenpalClient, _ context: ToolContext
    ) async throws -> RunEnd {
        let follower = RunFollower(context: context, client: client, id: id, limit: wait.limit)
        return RunEnd(try await follower.follow(), of: id, after: wait.limit)
    }
}

/// `rerun`: a new run with the input of an earlier one.
public enum RepeatRun {
    /// Starts it and, where asked to, follows it to its end.
    ///
    /// - Parameter version: the version to run; `original` for that of the earlier run, nil for the latest.
    /// - Throws: ``ToolError``.
    public static func run(
        _ context: ToolContext, run: String, version: String? = nil, wait: RunWait? = nil
    ) async throws(ToolError) -> RunEnd {
        let version = try RunReference.version(version)
        return try await context.withRun(run) { client, id in
            let started = try await client.rerun(id, version: version)
            return try await StartRun.finish(started, wait, client, context)
        }
    }
}
