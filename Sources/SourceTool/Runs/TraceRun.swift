import Eigenpal
import EigenpalAPI

/// `runs trace`.
public enum TraceRun {
    /// Gets what a run's runner told of its work so far.
    ///
    /// - Throws: ``ToolError`` where there is no such run.
    public static func run(
        _ context: ToolContext, run: String
    ) async throws(ToolError) -> Answer<RunTraceResponse> {
        let answer = try await context.withRun(run) { client, id in try await client.runs.trace.get(id) }
        if answer.events.isEmpty { context.terminal.note("there is no event") }
        if answer.additional["truncated"] == true {
            context.terminal.note("there are more: \(ToolVersion.name) runs trace \(run) --follow")
        }
        return Answer(answer) { style in answer.events.map { TraceEvent($0).line(style) } }
    }

    /// Writes events as they come, until the run has ended: a line each, with `--json` a line of JSON each.
    ///
    /// - Throws: ``ToolError``; 130 when Ctrl-C ended it.
    public static func follow(_ context: ToolContext, run: String, json: Bool) async throws(ToolError) {
        let interruption = Interruption()
        defer { interruption.end() }
        let terminal = context.terminal
        let style = Style(
            usesColor: terminal.usesColor, width: terminal.width, isTerminal: terminal.outputIsTerminal)
        try await context.withRun(run) { client, id in
            let command = "\(ToolVersion.name) runs trace \(id) --follow"
            let questions = PatientQuestions(context: context, next: command)
            var tail = TraceTail()
            while true {
                // The run first: events that come between the two answers are then told in the next round.
                let answer = try await questions.ask { [offset = tail.offset] in
                    let run = try await client.runs.get(id)
                    return (run.finished, try await client.runs.trace.get(id, offset: offset))
                }
                guard let (isOver, trace) = answer else {
                    throw ToolError(
                        "stopped following; \(id) goes on", next: command,
                        exitCode: 128 + Interruption.number)
                }
                let events = tail.take(trace)
                for event in events {
                    let line = json ? JSONText.line(event) : Output.cleaned(TraceEvent(event).line(style))
                    try terminal.write(Array("\(line)\n".utf8))
                }
                // A server tells a long trace in parts.
                if trace.additional["truncated"] == true, tail.offset != nil, !events.isEmpty { continue }
                if isOver { return }
                for _ in 0..<10 where !Interruption.hasHappened {
                    try? await Task.sleep(for: .milliseconds(50))
                }
            }
        }
    }
}

extension JSONText {
    /// The value as JSON without white space, what a terminal would obey as escapes.
    static func line(_ value: JSONValue) -> String {
        lines(value).map { String($0.drop { $0 == " " }) }.joined()
    }
}
