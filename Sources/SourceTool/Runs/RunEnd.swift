import EigenpalAPI
import SourceFormat

/// What starting or following a run came to: an answer, and an error where the run did not do what it was to do.
public struct RunEnd: Sendable {
    /// What goes to standard output; nil for nothing but what `--json` asks for.
    public let answer: RunAnswer?
    /// Why the exit code is not 0.
    public let error: ToolError?
    /// A line for standard error, said behind the answer.
    public let note: String?

    /// The exit code of a run that is still going when the wait is over.
    public static let stillGoing: Int32 = 3

    /// A run that was started, and is not waited for.
    init(started: RunAccepted) {
        answer = RunAnswer(content: .started(started))
        error = nil
        note = "next: \(ToolVersion.name) runs watch \(started.id)"
    }

    init(_ outcome: RunFollower.Outcome, of id: String, after limit: Duration?) {
        let watch = "\(ToolVersion.name) runs watch \(id)"
        switch outcome {
        case .interrupted(let number):
            answer = nil
            error = ToolError(
                "stopped waiting; \(id) goes on",
                details: ["to stop the run too: \(ToolVersion.name) runs cancel \(id)"], next: watch,
                exitCode: 128 + number)
            note = nil
        case .going(let run):
            answer = RunAnswer(content: .going(run))
            let waited = limit.map { " after \($0.components.seconds) s" } ?? ""
            error = ToolError(
                "\(id) is still \(run.execution.status.rawValue)\(waited)", next: watch,
                exitCode: Self.stillGoing)
            note = nil
        case .ended(let run):
            answer = RunAnswer(content: .ended(run))
            error = Self.error(of: run)
            note = error == nil ? Self.note(on: run) : nil
        }
    }

    /// Why a run that has ended is no success; nil for one that is.
    private static func error(of run: Run) -> ToolError? {
        let status = run.execution.status
        guard status != .completed else { return nil }
        let lines = (run.error.value ?? "").split(whereSeparator: \.isNewline).map(String.init)
        let reason = lines.first.map { ": \($0.hasSuffix(".") ? String($0.dropLast()) : $0)" } ?? ""
        let verb = status == .failed ? "failed" : "was \(status.rawValue)"
        return ToolError(
            "\(run.id) \(verb)\(reason)", details: Array(lines.dropFirst()),
            next: status == .failed ? "\(ToolVersion.name) runs get \(run.id) --expand debug" : nil)
    }

    private static func note(on run: Run) -> String {
        let time = run.timing.durationMs.value.map { " in \(TimeText.duration(milliseconds: $0))" } ?? ""
        let fit =
            run.execution.schemaValid.value == false
            ? "; its output does not fit the package's output-schema.json" : ""
        return "\(run.id) completed\(time)\(fit)"
    }
}

/// A run to a program, its id or its output to a person.
public struct RunAnswer: Renderable {
    enum Content: Sendable {
        case started(RunAccepted)
        case going(Run)
        case ended(Run)
    }

    let content: Content

    /// Writes the run as the server tells of it.
    public func encode(to encoder: any Encoder) throws {
        switch content {
        case .started(let run): try run.encode(to: encoder)
        case .going(let run), .ended(let run): try run.encode(to: encoder)
        }
    }

    /// The id of a run that was started; the output of one that has completed, in JSON.
    public func lines(_ style: Style) -> [String] {
        switch content {
        case .started(let run): [run.id]
        case .going: []
        case .ended(let run):
            run.execution.status == .completed || run.output.value != nil
                ? JSONText.lines(run.output.value ?? .null) : []
        }
    }
}

/// JSON as lines of an answer.
enum JSONText {
    static func lines(_ value: some Encodable) -> [String] {
        let text = (try? Output.json(value)) ?? ""
        return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }

    /// The value on one line.
    static func compact(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): text
        default: lines(value).map { $0.drop { $0 == " " } }.joined(separator: " ")
        }
    }
}
