import EigenpalAPI

/// A run as lists tell of it.
public struct RunRecord: Sendable, Hashable {
    /// Its identifier, `run_…`.
    public let id: String
    /// Its place among all runs, from 1 in the order they were made; 0 before it is stored.
    public var sequence: Int64
    /// Whether it is an agent's or a workflow's.
    public let kind: Automation.Kind
    /// What it is a run of.
    public let origin: RunOrigin
    /// How far it has come.
    public var status: ExecutionStatus
    /// Whether its output fits the package's schema; nil while there is none to tell of.
    public var schemaValid: Bool?
    /// When it was made.
    public let createdAt: Timestamp
    /// When its runner was started.
    public var startedAt: Timestamp?
    /// When it ended.
    public var completedAt: Timestamp?
    /// When somebody asked for its end.
    public var cancelRequestedAt: Timestamp?
    /// What started it: `api` or `rerun`.
    public let trigger: String
    /// Which API key started it.
    public let actor: RunActor
    /// The batch it belongs to.
    public let batchID: String?
    /// The example it is measured by.
    public let exampleID: String?
    /// What somebody noted.
    public let annotation: String?
    /// Why it failed.
    public var error: String?
    /// How many runs it repeats.
    public let retryNumber: Int
    /// The run that it repeats.
    public let previousRun: String?
}

/// What a run is a run of, as it was when the run was made.
public struct RunOrigin: Sendable, Hashable {
    /// The automation's identifier, or the dotted name of a package that was never registered.
    public let id: String
    /// The dotted name without its root.
    public let slug: String
    /// Its name for people.
    public let name: String
    /// The model that an agent's manifest names.
    public let model: String?
    /// What was asked for: `latest`, `1.x`, a commit.
    public let requestedRef: String
    /// What that was: a version, `main` or a commit.
    public let resolvedRef: String
    /// The release's tag; nil for what is not a release.
    public let resolvedTag: String?
    /// The commit, 40 hexadecimal digits.
    public let commit: String

    /// The release's version; nil for what is not a release.
    public var version: String? { resolvedTag == nil ? nil : resolvedRef }
}

/// Who started a run.
public struct RunActor: Sendable, Hashable {
    /// The API key's identifier.
    public let id: String
    /// The API key's name.
    public let name: String
}

/// The parts of a run that only its own page tells; texts are JSON where nothing else is said.
public struct RunDetail: Sendable, Hashable {
    /// The input, an object; files are told of in ``RunInputFile``.
    public var input: String
    /// What the caller wanted to find again, an object.
    public var metadata: String?
    /// Outputs of steps that are taken as they are, an object.
    public var overrides: String?
    /// The lockfile.
    public var lockfile: String
    /// A workflow's definition, in YAML.
    public var definition: String?
    /// What it answered, an object.
    public var output: String?
    /// How the runner ended, and the end of its log, an object.
    public var observability: String?
    /// What it should have answered.
    public var expectedOutput: String?
    /// What somebody said of it, an object.
    public var feedback: String?
}

/// A file that a run was given.
public struct RunInputFile: Sendable, Hashable {
    /// Its identifier, `file_…`, and its name on the server's disk.
    public let id: String
    /// The run.
    public let run: String
    /// The input that it is; nil for one that was added later.
    public let inputName: String?
    /// The name that the client gave it.
    public let filename: String
    /// Its media type.
    public let mimeType: String?
    /// Its size in bytes.
    public let size: Int
    /// Whether its input is a list of files.
    public let isListed: Bool
}

/// Something a run left behind, or something that is expected of it.
public struct RunStoredFile: Sendable, Hashable {
    /// Its path: below the run's artifacts, or the expected file's name.
    public let path: String
    /// Its size in bytes.
    public let size: Int
    /// Its media type, by its name.
    public let contentType: String
    /// Its name on the server's disk, where it is not the path.
    public let diskName: String?
}

/// How a run ended.
public struct RunEnding: Sendable, Hashable {
    /// The status, one that nothing follows.
    public var status: ExecutionStatus
    /// Why it failed.
    public var error: String?
    /// Whether its output fits the package's schema.
    public var schemaValid: Bool?
    /// What it answered, a JSON object.
    public var output: String?
    /// How the runner ended, a JSON object.
    public var observability: String?
    /// What it left behind.
    public var artifacts: [RunStoredFile] = []
}

/// Which runs to list.
public struct RunFilter: Sendable, Hashable {
    /// Agents' or workflows' runs alone.
    public var kind: Automation.Kind?
    /// The automation's identifier, slug or dotted name.
    public var source: String?
    /// Runs that have come this far.
    public var statuses: [ExecutionStatus] = []
    /// What started them.
    public var triggers: [String] = []
    /// The identifier of who started them.
    public var triggeredBy: String?
    /// The reference that was asked for, or what it was: version, tag or commit.
    public var sourceRef: String?
    /// The batch.
    public var batchID: String?
    /// The example.
    public var exampleID: String?
    /// A part of the example.
    public var exampleIDContains: String?
    /// Made at this moment or later.
    public var createdFrom: Timestamp?
    /// Made before this moment.
    public var createdBefore: Timestamp?
    /// Ended at this moment or later.
    public var completedFrom: Timestamp?
    /// Ended before this moment.
    public var completedBefore: Timestamp?
    /// Runs of these identifiers alone.
    public var ids: [String]?
    /// Runs that were made before the one of this sequence.
    public var before: Int64?
    /// How many to pass over.
    public var offset = 0
    /// How many to list.
    public var limit = 50

    /// Every run.
    public init() {}
}
