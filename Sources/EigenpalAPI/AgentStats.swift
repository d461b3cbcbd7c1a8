extension AgentSummary {
    /// An agent's numbers.
    public struct Stats: Codable, Sendable, Hashable {
        /// How many examples it has.
        public var exampleCount: Int?
        /// How often it ran.
        public var totalExecutions: Int?
        /// When it ran last, as ``APIDate`` writes it; null where it never did.
        public var lastExecutionAt: Nullable<String>
        /// How long a run takes on average, in milliseconds.
        public var avgDurationMs: Nullable<Double>
        /// What a run costs on average, in credits.
        public var avgCredits: Nullable<Double>
        /// Fields beside these.
        public var additional: [String: JSONValue]

        /// Describes an agent's numbers.
        public init(
            exampleCount: Int? = nil, totalExecutions: Int? = nil,
            lastExecutionAt: Nullable<String> = .absent, avgDurationMs: Nullable<Double> = .absent,
            avgCredits: Nullable<Double> = .absent, additional: [String: JSONValue] = [:]
        ) {
            self.exampleCount = exampleCount
            self.totalExecutions = totalExecutions
            self.lastExecutionAt = lastExecutionAt
            self.avgDurationMs = avgDurationMs
            self.avgCredits = avgCredits
            self.additional = additional
        }

        private enum CodingKeys: String, CodingKey, CaseIterable {
            case exampleCount, totalExecutions, lastExecutionAt, avgDurationMs, avgCredits
        }

        /// Reads an agent's numbers, keys it does not know kept.
        public init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            exampleCount = try fields.decodeIfPresent(Int.self, forKey: .exampleCount)
            totalExecutions = try fields.decodeIfPresent(Int.self, forKey: .totalExecutions)
            lastExecutionAt = try fields.decode(Nullable<String>.self, forKey: .lastExecutionAt)
            avgDurationMs = try fields.decode(Nullable<Double>.self, forKey: .avgDurationMs)
            avgCredits = try fields.decode(Nullable<Double>.self, forKey: .avgCredits)
            additional = try decoder.additionalFields(besides: CodingKeys.self)
        }

        /// Writes the numbers, fields that are absent left out.
        public func encode(to encoder: any Encoder) throws {
            try encoder.encodeAdditional(additional, besides: CodingKeys.self)
            var fields = encoder.container(keyedBy: CodingKeys.self)
            try fields.encodeIfPresent(exampleCount, forKey: .exampleCount)
            try fields.encodeIfPresent(totalExecutions, forKey: .totalExecutions)
            try fields.encode(lastExecutionAt, forKey: .lastExecutionAt)
            try fields.encode(avgDurationMs, forKey: .avgDurationMs)
            try fields.encode(avgCredits, forKey: .avgCredits)
        }
    }
}
