import Eigenpal
import EigenpalAPI

/// `runs get`.
public enum GetRun {
    /// Gets a run.
    ///
    /// - Parameter expand: the sections to tell too, with commas between.
    /// - Throws: ``ToolError`` where there is none, with exit code 2 for a section that is none.
    public static func run(
        _ context: ToolContext, run: String, expand: [String] = []
    ) async throws(ToolError) -> Answer<Run> {
        let known = ["input", "usage", "execution", "debug"]
        let sections = expand.flatMap { $0.split(separator: ",").map(String.init) }
        for section in sections where !known.contains(section) {
            throw .usage("--expand knows \(known.joined(separator: ", ")), and not \"\(section)\"")
        }
        let answer = try await context.withRun(run) { client, id in
            try await client.runs.get(id, expand: sections.map(RunExpansion.init(rawValue:)))
        }
        let now = context.clock()
        return Answer(answer) { style in lines(answer, style, now: now) }
    }

    private static func lines(_ run: Run, _ style: Style, now: Int64) -> [String] {
        let status = run.execution.status.rawValue
        func moment(_ text: String?) -> String? { text.map { RunLines.moment($0, style, now: now) } }
        var lines = RunLines.facts(
            [
                ("run", style.name(run.id)), ("target", RunLines.target(run.type, run.source)),
                ("status", RunLines.painted(status, as: status, style)), ("error", run.error.value),
                ("commit", run.source.git.value?.commitSha.value.map { String($0.prefix(7)) }),
                ("created", moment(run.timing.createdAt)), ("started", moment(run.timing.startedAt.value)),
                ("ended", moment(run.timing.completedAt.value)), ("took", RunLines.took(run.timing)),
                ("trigger", run.trigger.type.value), ("by", RunLines.by(run.trigger)),
                ("batch", run.execution.batchId.value), ("note", run.execution.annotation.value),
                ("repeats", run.execution.retry.previousRunId.value),
                ("repeated by", run.execution.retry.nextRun.value?.id),
                (
                    "schema",
                    run.execution.schemaValid.value.map { $0 ? "the output fits" : "the output does not fit" }
                ),
            ], style)
        func section(_ title: String, _ body: [String]) {
            if !body.isEmpty { lines += ["", style.bold(title)] + body.map { "  \($0)" } }
        }
        section("Output", run.output.value.map { JSONText.lines($0) } ?? [])
        section("Files", RunArtifactLines.lines(run.files ?? [], style, indent: 2))
        section("Input", run.input.map { JSONText.lines($0) } ?? [])
        section("Usage", run.usage.value.map { JSONText.lines($0) } ?? [])
        section("Steps", (run.execution.steps ?? []).map { TraceEvent($0).text })
        section("Expected", run.execution.expected.map { JSONText.lines($0) } ?? [])
        if case .object(var fields)? = run.debug?.observability {
            let log = fields.removeValue(forKey: "log")?.string ?? ""
            section("Debug", JSONText.lines(JSONValue.object(fields)))
            section("Log", log.split(whereSeparator: \.isNewline).map(String.init))
        } else if let debug = run.debug {
            section("Debug", JSONText.lines(debug))
        }
        return lines
    }
}

/// Files of runs as rows.
enum RunArtifactLines {
    static func lines(_ artifacts: [RunArtifact], _ style: Style, indent: Int = 0) -> [String] {
        FittedTable(
            header: [],
            rows: artifacts.map { file in
                [
                    file.path, file.size.value.map { TimeText.size(Int64($0)) } ?? "",
                    file.contentType.value ?? "",
                ]
            }, flexible: [2]
        ).lines(style, indent: indent) { _, column, cell in column == 0 ? cell : style.dim(cell) }
    }
}
