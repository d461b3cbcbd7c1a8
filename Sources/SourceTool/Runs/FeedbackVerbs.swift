import Eigenpal
import EigenpalAPI

/// `runs feedback`: what somebody said of runs.
public enum FeedbackVerbs {
    /// What to say, as typed; what is nil stays as it is.
    public struct Change: Sendable {
        /// The text.
        public var body: String?
        /// `pass`, `partial` or `fail`.
        public var rating: String?
        /// `open`, `resolved` or `ignored`.
        public var status: String?
        /// What the run should have answered, in JSON.
        public var expected: String?

        /// A change as typed.
        public init(
            body: String? = nil, rating: String? = nil, status: String? = nil, expected: String? = nil
        ) {
            (self.body, self.rating, self.status, self.expected) = (body, rating, status, expected)
        }
    }

    /// Gets what was said of a run.
    ///
    /// - Throws: ``ToolError`` where there is no such run.
    public static func show(
        _ context: ToolContext, run: String
    ) async throws(ToolError) -> Answer<RunFeedbackResponse> {
        answer(try await context.withRun(run) { client, id in try await client.runs.feedback.get(id) })
    }

    /// Says something of a run, or changes what was said.
    ///
    /// - Throws: ``ToolError`` with exit code 2 where nothing is to be changed, or for a word that is none.
    public static func set(
        _ context: ToolContext, run: String, _ change: Change
    ) async throws(ToolError) -> Answer<RunFeedbackResponse> {
        try requireWord(change.rating, of: "--rating", ["pass", "partial", "fail"])
        try requireWord(change.status, of: "--status", ["open", "resolved", "ignored"])
        guard change.body != nil || change.rating != nil || change.status != nil || change.expected != nil
        else { throw .usage("nothing is to be said: --body, --rating, --status or --expected-json") }
        let expected = try change.expected.map { (text) throws(ToolError) in
            try JSONArgument.value(text, of: "--expected-json", context)
        }
        return answer(
            try await context.withRun(run) { client, id in
                try await client.runs.feedback.update(
                    id, body: change.body, rating: change.rating, status: change.status, expected: expected)
            })
    }

    /// Marks what was said of a run as resolved.
    ///
    /// - Throws: ``ToolError``.
    public static func resolve(
        _ context: ToolContext, run: String, body: String?
    ) async throws(ToolError) -> Answer<RunFeedbackResponse> {
        answer(
            try await context.withRun(run) { client, id in
                try await client.runs.feedback.resolve(id, body: body)
            })
    }

    /// Takes everything away that was said of a run.
    ///
    /// - Throws: ``ToolError``.
    public static func clear(
        _ context: ToolContext, run: String
    ) async throws(ToolError) -> Answer<RunFeedbackResponse> {
        answer(try await context.withRun(run) { client, id in try await client.runs.feedback.clear(id) })
    }

    private static func answer(_ response: RunFeedbackResponse) -> Answer<RunFeedbackResponse> {
        Answer(response) { style in
            guard let feedback = response.feedback.value else { return ["Nobody said anything of it"] }
            return RunLines.facts(
                [
                    ("rating", feedback.rating.value), ("status", feedback.status.value),
                    ("said", feedback.body),
                    ("by", feedback.createdByEmail.value ?? feedback.createdBy.value),
                    ("at", feedback.updatedAt.value ?? feedback.createdAt.value),
                    ("resolved by", feedback.resolvedByEmail.value ?? feedback.resolvedBy.value),
                    ("resolved at", feedback.resolvedAt.value),
                ], style)
        }
    }

    private static func requireWord(
        _ word: String?, of option: String, _ known: [String]
    ) throws(ToolError) {
        guard let word, !known.contains(word) else { return }
        throw .usage("\(option) is \(known.joined(separator: ", ")), and not \"\(word)\"")
    }
}
