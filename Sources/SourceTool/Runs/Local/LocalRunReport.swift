import EigenpalAPI
import Running

/// What became of a run of this machine.
public struct LocalRunReport: Renderable {
    /// The run's id, which the server knows nothing of.
    public let id: String
    /// What was run.
    public let target: String
    /// `completed`, `failed` or `cancelled`.
    public let status: String
    /// Why it is not completed.
    public let error: String?
    /// The runner's exit code, where it ended with one.
    public let exitCodeOfRunner: Int32?
    /// The signal that ended it, where one did.
    public let signal: Int32?
    /// How long it took.
    public let durationMs: Int64
    /// Its `output.json`.
    public let output: JSONValue?
    /// Whether that fits `output-schema.json`; nil where there is none, or no output.
    public let schemaValid: Bool?
    /// Where it does not.
    public let schemaIssues: [JSONSchemaIssue]
    /// What it left behind.
    public let artifacts: [CollectedOutput.Artifact]
    /// What of it was not taken.
    public let skipped: [CollectedOutput.Skipped]
    /// Where that was kept: `--out`.
    public let out: String?

    private enum CodingKeys: String, CodingKey {
        case id, target, status, error, exitCode, signal, durationMs, output, schemaValid, schemaIssues
        case artifacts, skipped, out
    }

    /// Writes the report, what is absent left out.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(id, forKey: .id)
        try fields.encode(target, forKey: .target)
        try fields.encode(status, forKey: .status)
        try fields.encodeIfPresent(error, forKey: .error)
        try fields.encodeIfPresent(exitCodeOfRunner, forKey: .exitCode)
        try fields.encodeIfPresent(signal, forKey: .signal)
        try fields.encode(durationMs, forKey: .durationMs)
        try fields.encodeIfPresent(output, forKey: .output)
        try fields.encodeIfPresent(schemaValid, forKey: .schemaValid)
        try fields.encode(schemaIssues, forKey: .schemaIssues)
        try fields.encode(artifacts, forKey: .artifacts)
        try fields.encode(skipped, forKey: .skipped)
        try fields.encodeIfPresent(out, forKey: .out)
    }

    /// The output, in JSON.
    public func lines(_ style: Style) -> [String] {
        status == "completed" || output != nil ? JSONText.lines(output ?? .null) : []
    }

    /// Why the exit code is 1; nil where it is 0.
    public var failure: ToolError? {
        if let error {
            let shown = status == "cancelled" ? "the run was cancelled" : "the run failed: \(error)"
            return ToolError(shown)
        }
        guard schemaValid == false else { return nil }
        return ToolError(
            "the output does not fit output-schema.json", details: schemaIssues.map(\.description))
    }
}
