/// When a run was made, started and ended; moments as ``APIDate`` writes them.
public struct RunTiming: Codable, Sendable, Hashable {
    /// When it was made.
    public var createdAt: String
    /// When its runner was started.
    public var startedAt: Nullable<String>
    /// When it ended.
    public var completedAt: Nullable<String>
    /// How long its runner worked, in milliseconds.
    public var durationMs: Nullable<Double>
    /// When somebody asked for its end.
    public var cancelRequestedAt: Nullable<String>

    /// Describes the times of a run.
    public init(
        createdAt: String, startedAt: Nullable<String> = .null, completedAt: Nullable<String> = .null,
        durationMs: Nullable<Double> = .null, cancelRequestedAt: Nullable<String> = .null
    ) {
        self.createdAt = createdAt
        self.startedAt = startedAt
        self.completedAt = completedAt
        self.durationMs = durationMs
        self.cancelRequestedAt = cancelRequestedAt
    }
}

/// What a run is a run of.
public struct RunSource: Codable, Sendable, Hashable {
    /// The automation's id.
    public var id: String
    /// Its name, for people.
    public var name: Nullable<String>
    /// The version that runs; null for what is not a release.
    public var version: Nullable<String>
    /// The id of that version.
    public var versionId: Nullable<String>
    /// The automation's slug.
    public var slug: Nullable<String>
    /// The model that an agent's manifest names.
    public var model: Nullable<String>
    /// Where it is in Git.
    public var git: Nullable<Git>

    /// Describes a source.
    public init(
        id: String, name: Nullable<String> = .null, version: Nullable<String> = .null,
        versionId: Nullable<String> = .absent, slug: Nullable<String> = .absent,
        model: Nullable<String> = .absent, git: Nullable<Git> = .absent
    ) {
        self.id = id
        self.name = name
        self.version = version
        self.versionId = versionId
        self.slug = slug
        self.model = model
        self.git = git
    }

    /// What a run takes from Git.
    public struct Git: Codable, Sendable, Hashable {
        /// The reference that was asked for.
        public var requestedRef: Nullable<String>
        /// What it resolved to: a version, or a commit.
        public var resolvedRef: Nullable<String>
        /// The release's tag.
        public var resolvedTag: Nullable<String>
        /// The commit, 40 hexadecimal digits.
        public var commitSha: Nullable<String>

        /// Describes what was taken.
        public init(
            requestedRef: Nullable<String> = .null, resolvedRef: Nullable<String> = .null,
            resolvedTag: Nullable<String> = .null, commitSha: Nullable<String> = .null
        ) {
            self.requestedRef = requestedRef
            self.resolvedRef = resolvedRef
            self.resolvedTag = resolvedTag
            self.commitSha = commitSha
        }
    }
}

/// What started a run.
public struct RunTrigger: Codable, Sendable, Hashable {
    /// `api`, `manual`, `email`, `cron`, `rerun`, or a later server's word.
    public var type: Nullable<String>
    /// Who started it.
    public var by: Nullable<Person>
    /// The mail that started it.
    public var email: JSONValue?

    /// Describes a trigger.
    public init(type: Nullable<String> = .null, by: Nullable<Person> = .null, email: JSONValue? = nil) {
        self.type = type
        self.by = by
        self.email = email
    }

    /// Who did something.
    public struct Person: Codable, Sendable, Hashable {
        /// The id: an account's, or an API key's.
        public var id: String
        /// The name.
        public var name: Nullable<String>
        /// The mail address.
        public var email: String

        /// Describes who.
        public init(id: String, name: Nullable<String> = .null, email: String) {
            self.id = id
            self.name = name
            self.email = email
        }
    }
}

/// A run's place among the runs that repeat one another.
public struct RunExecutionRetry: Codable, Sendable, Hashable {
    /// How many came before it.
    public var number: Int
    /// The run that it repeats.
    public var previousRunId: Nullable<String>
    /// The run that repeats it, the latest.
    public var nextRun: Nullable<Next>

    /// Describes a place.
    public init(number: Int = 0, previousRunId: Nullable<String> = .null, nextRun: Nullable<Next> = .null) {
        self.number = number
        self.previousRunId = previousRunId
        self.nextRun = nextRun
    }

    /// A run that repeats another.
    public struct Next: Codable, Sendable, Hashable {
        /// Its id.
        public var id: String
        /// How far it has come.
        public var status: ExecutionStatus

        /// Names a run.
        public init(id: String, status: ExecutionStatus) {
            self.id = id
            self.status = status
        }
    }
}

/// How a run did against an example.
public struct RunEval: Codable, Sendable, Hashable {
    /// The example's name.
    public var example: Nullable<String>
    /// From 0 to 1.
    public var score: Nullable<Double>
    /// Whether it did well enough.
    public var passed: Nullable<Bool>
    /// The example's id.
    public var exampleId: Nullable<String>

    /// Describes an evaluation.
    public init(
        example: Nullable<String> = .null, score: Nullable<Double> = .null, passed: Nullable<Bool> = .null,
        exampleId: Nullable<String> = .absent
    ) {
        self.example = example
        self.score = score
        self.passed = passed
        self.exampleId = exampleId
    }
}

/// What a run was given.
public struct RunInput: Codable, Sendable, Hashable {
    /// The input, keyed by name.
    public var args: JSONValue
    /// The files among it.
    public var files: [RunFile]?
    /// What the caller wanted to find again.
    public var metadata: JSONValue?

    /// Describes an input.
    public init(args: JSONValue, files: [RunFile]? = nil, metadata: JSONValue? = nil) {
        self.args = args
        self.files = files
        self.metadata = metadata
    }
}

/// What a run took.
public struct RunUsage: Codable, Sendable, Hashable {
    /// Tokens of models.
    public var tokens: Tokens
    /// Credits.
    public var creditsCharged: Nullable<Double>
    /// How long its runner worked, in milliseconds.
    public var durationMs: Nullable<Double>
    /// How often it called a model.
    public var llmCallCount: Double?
    /// How many pages it had read.
    public var ocrPagesProcessed: Double?
    /// How many turns an agent took.
    public var agentTurns: Nullable<Double>

    /// Describes what was taken.
    public init(
        tokens: Tokens = Tokens(), creditsCharged: Nullable<Double> = .null,
        durationMs: Nullable<Double> = .null, llmCallCount: Double? = nil, ocrPagesProcessed: Double? = nil,
        agentTurns: Nullable<Double> = .absent
    ) {
        self.tokens = tokens
        self.creditsCharged = creditsCharged
        self.durationMs = durationMs
        self.llmCallCount = llmCallCount
        self.ocrPagesProcessed = ocrPagesProcessed
        self.agentTurns = agentTurns
    }

    /// Tokens, by what they were.
    public struct Tokens: Codable, Sendable, Hashable {
        /// Read by a model.
        public var input: Nullable<Double>
        /// Written by a model.
        public var output: Nullable<Double>
        /// Found in a model's cache.
        public var cacheRead: Nullable<Double>
        /// Put into a model's cache.
        public var cacheWrite: Nullable<Double>

        /// Describes tokens; null where nothing is known.
        public init(
            input: Nullable<Double> = .null, output: Nullable<Double> = .null,
            cacheRead: Nullable<Double> = .null, cacheWrite: Nullable<Double> = .null
        ) {
            self.input = input
            self.output = output
            self.cacheRead = cacheRead
            self.cacheWrite = cacheWrite
        }
    }
}

/// What helps to find out why a run did what it did.
public struct RunDebug: Codable, Sendable, Hashable {
    /// What the server observed: any JSON. This server tells how the runner ended, and the end of its log.
    public var observability: JSONValue
    /// The trace's id.
    public var traceId: Nullable<String>

    /// Describes it.
    public init(observability: JSONValue, traceId: Nullable<String> = .absent) {
        self.observability = observability
        self.traceId = traceId
    }
}
