import EigenpalAPI

/// What somebody said of runs. Reached as ``RunsNamespace/feedback``.
public struct RunFeedbackNamespace: Sendable {
    let transport: HTTPTransport

    /// Gets what was said of a run.
    ///
    /// ```swift
    /// print(try await client.runs.feedback.get("run_7").feedback.value?.body ?? "nobody said anything")
    /// ```
    ///
    /// - Parameter run: its id.
    /// - Throws: ``EigenpalError``.
    public func get(_ run: String) async throws(EigenpalError) -> RunFeedbackResponse {
        try await transport.value(of: Request(.get, ["runs", run, "feedback"]))
    }

    /// Says something of a run, or changes what was said; what is nil stays as it is.
    ///
    /// ```swift
    /// try await client.runs.feedback.update("run_7", body: "The total is wrong.", rating: "fail")
    /// ```
    ///
    /// - Parameters:
    ///   - run: its id.
    ///   - body: the text.
    ///   - rating: `pass`, `partial` or `fail`.
    ///   - status: `open`, `resolved` or `ignored`.
    ///   - expected: what the run should have answered: any JSON, null among it.
    /// - Throws: ``EigenpalError``; ``EigenpalError/validation(_:)`` for a rating or status that is none.
    @discardableResult
    public func update(
        _ run: String, body: String? = nil, rating: String? = nil, status: String? = nil,
        expected: JSONValue? = nil
    ) async throws(EigenpalError) -> RunFeedbackResponse {
        try await update(
            run,
            RunFeedbackRequest(
                body: Self.field(body), rating: Self.field(rating), status: Self.field(status),
                expected: Self.field(expected)))
    }

    /// Changes what was said of a run, as the request says: fields that are null are taken away.
    ///
    /// ```swift
    /// try await client.runs.feedback.update("run_7", RunFeedbackRequest(rating: .null))
    /// ```
    ///
    /// - Throws: ``EigenpalError``.
    @discardableResult
    public func update(
        _ run: String, _ change: RunFeedbackRequest
    ) async throws(EigenpalError) -> RunFeedbackResponse {
        try await transport.value(of: Request(.patch, ["runs", run, "feedback"]).sending(change))
    }

    /// Marks what was said of a run as resolved.
    ///
    /// - Parameters:
    ///   - run: its id.
    ///   - body: a new text; the old one stays where nil.
    /// - Throws: ``EigenpalError``.
    @discardableResult
    public func resolve(_ run: String, body: String? = nil) async throws(EigenpalError) -> RunFeedbackResponse
    {
        try await update(run, body: body, status: "resolved")
    }

    /// Takes everything away that was said of a run.
    ///
    /// - Parameter run: its id.
    /// - Throws: ``EigenpalError``.
    @discardableResult
    public func clear(_ run: String) async throws(EigenpalError) -> RunFeedbackResponse {
        try await transport.value(of: Request(.delete, ["runs", run, "feedback"]))
    }

    private static func field<Value>(_ value: Value?) -> Nullable<Value> {
        value.map(Nullable.value) ?? .absent
    }
}
