/// What somebody said of a run.
public struct RunFeedback: Codable, Sendable, Hashable {
    /// `pass`, `partial` or `fail`.
    public var rating: Nullable<String>
    /// `open`, `resolved` or `ignored`.
    public var status: Nullable<String>
    /// The text.
    public var body: String
    /// When it was said first.
    public var createdAt: Nullable<String>
    /// Who said it: the id of an account, or of an API key.
    public var createdBy: Nullable<String>
    /// The mail address of who said it.
    public var createdByEmail: Nullable<String>
    /// When it was changed last.
    public var updatedAt: Nullable<String>
    /// When it was resolved.
    public var resolvedAt: Nullable<String>
    /// Who resolved it.
    public var resolvedBy: Nullable<String>
    /// The mail address of who resolved it.
    public var resolvedByEmail: Nullable<String>
    /// The session that resolved it.
    public var resolvedBySessionId: Nullable<String>
    /// The example that was made of the run.
    public var promotedExampleName: Nullable<String>

    /// Describes what was said.
    public init(
        rating: Nullable<String> = .null, status: Nullable<String> = .null, body: String,
        createdAt: Nullable<String> = .null, createdBy: Nullable<String> = .null,
        createdByEmail: Nullable<String> = .null, updatedAt: Nullable<String> = .null,
        resolvedAt: Nullable<String> = .null, resolvedBy: Nullable<String> = .null,
        resolvedByEmail: Nullable<String> = .null, resolvedBySessionId: Nullable<String> = .null,
        promotedExampleName: Nullable<String> = .null
    ) {
        self.rating = rating
        self.status = status
        self.body = body
        self.createdAt = createdAt
        self.createdBy = createdBy
        self.createdByEmail = createdByEmail
        self.updatedAt = updatedAt
        self.resolvedAt = resolvedAt
        self.resolvedBy = resolvedBy
        self.resolvedByEmail = resolvedByEmail
        self.resolvedBySessionId = resolvedBySessionId
        self.promotedExampleName = promotedExampleName
    }
}

/// What `GET`, `PATCH` and `DELETE /api/v1/runs/:id/feedback` answer.
public struct RunFeedbackResponse: Codable, Sendable, Hashable {
    /// What was said; null where nothing is.
    public var feedback: Nullable<RunFeedback>
    /// Fields beside it.
    public var additional: [String: JSONValue]

    /// Describes an answer.
    public init(feedback: Nullable<RunFeedback>, additional: [String: JSONValue] = [:]) {
        self.feedback = feedback
        self.additional = additional
    }

    private enum CodingKeys: String, CodingKey, CaseIterable { case feedback }

    /// Reads an answer, keys it does not know kept.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        feedback = try fields.decode(Nullable<RunFeedback>.self, forKey: .feedback)
        additional = try decoder.additionalFields(besides: CodingKeys.self)
    }

    /// Writes the answer.
    public func encode(to encoder: any Encoder) throws {
        try encoder.encodeAdditional(additional, besides: CodingKeys.self)
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(feedback, forKey: .feedback)
    }
}

/// What `PATCH /api/v1/runs/:id/feedback` takes: an absent field stays as it is, null takes it away. Text, rating and
/// status have two names each; where both are there, the first counts.
public struct RunFeedbackRequest: Codable, Sendable, Hashable {
    /// The text.
    public var body: Nullable<String>
    /// The text, by its other name.
    public var feedback: Nullable<String>
    /// `pass`, `partial` or `fail`.
    public var rating: Nullable<String>
    /// The rating, by its other name.
    public var feedbackRating: Nullable<String>
    /// `open`, `resolved` or `ignored`.
    public var status: Nullable<String>
    /// The status, by its other name.
    public var feedbackStatus: Nullable<String>
    /// What the run should have answered: any JSON.
    public var expected: Nullable<JSONValue>
    /// Fields beside these.
    public var additional: [String: JSONValue]

    /// Describes a change.
    public init(
        body: Nullable<String> = .absent, feedback: Nullable<String> = .absent,
        rating: Nullable<String> = .absent, feedbackRating: Nullable<String> = .absent,
        status: Nullable<String> = .absent, feedbackStatus: Nullable<String> = .absent,
        expected: Nullable<JSONValue> = .absent, additional: [String: JSONValue] = [:]
    ) {
        self.body = body
        self.feedback = feedback
        self.rating = rating
        self.feedbackRating = feedbackRating
        self.status = status
        self.feedbackStatus = feedbackStatus
        self.expected = expected
        self.additional = additional
    }

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case body, feedback, rating, feedbackRating, status, feedbackStatus, expected
    }

    /// Reads a change, keys it does not know kept.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        body = try fields.decode(Nullable<String>.self, forKey: .body)
        feedback = try fields.decode(Nullable<String>.self, forKey: .feedback)
        rating = try fields.decode(Nullable<String>.self, forKey: .rating)
        feedbackRating = try fields.decode(Nullable<String>.self, forKey: .feedbackRating)
        status = try fields.decode(Nullable<String>.self, forKey: .status)
        feedbackStatus = try fields.decode(Nullable<String>.self, forKey: .feedbackStatus)
        expected = try fields.decode(Nullable<JSONValue>.self, forKey: .expected)
        additional = try decoder.additionalFields(besides: CodingKeys.self)
    }

    /// Writes the change, fields that are absent left out.
    public func encode(to encoder: any Encoder) throws {
        try encoder.encodeAdditional(additional, besides: CodingKeys.self)
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(body, forKey: .body)
        try fields.encode(feedback, forKey: .feedback)
        try fields.encode(rating, forKey: .rating)
        try fields.encode(feedbackRating, forKey: .feedbackRating)
        try fields.encode(status, forKey: .status)
        try fields.encode(feedbackStatus, forKey: .feedbackStatus)
        try fields.encode(expected, forKey: .expected)
    }
}
