/// What every answer outside 2xx holds: ApiErrorEnvelope of the API.
public struct APIErrorEnvelope: Codable, Sendable, Hashable {
    /// The reasons; at least one where the server keeps to the API.
    public var issues: [APIErrorIssue]
    /// The request's id, as in its `x-request-id` header.
    public var requestId: String
    /// What to do about it, for error patterns that the server knows.
    public var hint: String?
    /// Where it is explained.
    public var docsUrl: String?
    /// Fields beside these, such as the `error` that two deprecated endpoints document.
    public var additional: [String: JSONValue]

    /// Describes a failure.
    public init(
        issues: [APIErrorIssue], requestId: String, hint: String? = nil, docsUrl: String? = nil,
        additional: [String: JSONValue] = [:]
    ) {
        self.issues = issues
        self.requestId = requestId
        self.hint = hint
        self.docsUrl = docsUrl
        self.additional = additional
    }

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case issues, requestId, hint, docsUrl
    }

    /// Reads an envelope. What is not one, such as another program's error object, is refused.
    ///
    /// - Throws: `DecodingError`.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        issues = try fields.decode([APIErrorIssue].self, forKey: .issues)
        requestId = try fields.decode(String.self, forKey: .requestId)
        hint = try fields.decodeIfPresent(String.self, forKey: .hint)
        docsUrl = try fields.decodeIfPresent(String.self, forKey: .docsUrl)
        additional = try decoder.additionalFields(besides: CodingKeys.self)
    }

    /// Writes the envelope, fields without a value left out.
    public func encode(to encoder: any Encoder) throws {
        try encoder.encodeAdditional(additional, besides: CodingKeys.self)
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(issues, forKey: .issues)
        try fields.encode(requestId, forKey: .requestId)
        try fields.encodeIfPresent(hint, forKey: .hint)
        try fields.encodeIfPresent(docsUrl, forKey: .docsUrl)
    }
}

/// One reason of a failure: ApiErrorIssue of the API.
public struct APIErrorIssue: Codable, Sendable, Hashable {
    /// The JSON path of the field, or the query parameter, that it is about; `<root>` for the request as a whole.
    public var field: String
    /// The reason, for people.
    public var message: String
    /// The reason, for programs, such as `not_found`.
    public var code: String
    /// How bad it is.
    public var severity: Severity

    /// Describes one reason.
    public init(field: String, message: String, code: String, severity: Severity = .error) {
        self.field = field
        self.message = message
        self.code = code
        self.severity = severity
    }

    /// How bad an issue is; a word that a later server adds is kept.
    public struct Severity: RawRepresentable, Codable, Sendable, Hashable {
        /// The word on the wire.
        public let rawValue: String
        /// Names a severity by its word.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// The request failed for it.
        public static let error = Severity(rawValue: "error")
        /// Worth knowing, not a reason of the failure.
        public static let warning = Severity(rawValue: "warning")
    }
}
