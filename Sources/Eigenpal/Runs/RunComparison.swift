import EigenpalAPI

/// How one run differs from another that it is measured by: the answer of
/// ``RunsNamespace/compare(_:_:baseline:step:normalizeDates:)``.
public enum RunComparison: Sendable, Hashable, Encodable {
    /// Two workflows' runs, step by step.
    case workflow(Workflow)
    /// Two agents' runs, by output and files.
    case agent(Agent)

    /// Whether nothing differs.
    public var passed: Bool { status == .pass }

    /// Whether nothing differs, in the API's word.
    public var status: Status {
        switch self {
        case .workflow(let comparison): comparison.status
        case .agent(let comparison): comparison.status
        }
    }

    /// Writes the comparison as the Python SDK answers it.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .workflow(let comparison): try comparison.encode(to: encoder)
        case .agent(let comparison): try comparison.encode(to: encoder)
        }
    }

    /// What a comparison came to.
    public enum Status: String, Codable, Sendable, Hashable {
        /// Nothing differs.
        case pass
        /// Something does.
        case fail
    }

    /// Two workflows' runs, step by step.
    public struct Workflow: Codable, Sendable, Hashable {
        /// Whether every step of the reference is there with the same output.
        public var status: Status
        /// The run.
        public var runId: String
        /// The run that it is measured by.
        public var comparedWithRunId: String
        /// The reference's steps, in its order.
        public var steps: [Step]
    }

    /// One step of two workflows' runs.
    public struct Step: Codable, Sendable, Hashable {
        /// The step's name.
        public var stepName: String
        /// How it ended in the reference.
        public var referenceStatus: String
        /// How it ended in the run; `missing` where the run has no such step.
        public var targetStatus: String
        /// Whether the outputs are the same.
        public var outputState: OutputState
    }

    /// How the outputs of a step compare.
    public enum OutputState: String, Codable, Sendable, Hashable {
        /// They are the same.
        case match
        /// They differ.
        case diff
    }

    /// Two agents' runs, by output and files.
    public struct Agent: Codable, Sendable, Hashable {
        /// Whether nothing differs.
        public var status: Status
        /// The run.
        public var runId: String
        /// The run that it is measured by.
        public var comparedWithRunId: String
        /// What of the reference counts.
        public var mode: Mode
        /// Where the output differs.
        public var jsonDifferences: [RunComparisonResponse.JSONDifference]
        /// Files that should be there, and are.
        public var matchedFiles: [RunComparisonResponse.MatchedFile]
        /// Files that should be there, and are not.
        public var missingFiles: [String]
        /// Files that should not be there.
        public var extraFiles: [String]
    }

    /// What of the reference counts.
    public enum Mode: String, Codable, Sendable, Hashable {
        /// What is expected of it.
        case expected
        /// What it made.
        case baseline
    }
}
