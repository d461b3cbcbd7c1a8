import EigenpalAPI
import HTTPTypes

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension RunFeedback {
    /// Reads what the store keeps.
    init?(stored text: String) {
        guard let value = try? JSONDecoder().decode(RunFeedback.self, from: Data(text.utf8)) else {
            return nil
        }
        self = value
    }

    /// What the store keeps.
    var stored: String? {
        guard let data = try? JSONEncoder().encode(self) else { return nil }
        return String(decoding: data, as: UTF8.self)
    }
}

/// A change to what somebody said of a run, checked.
struct FeedbackChange: Sendable {
    private let body: Nullable<String>
    private let rating: Nullable<String>
    private let status: Nullable<String>
    /// What the run should have answered; absent leaves that as it is.
    let expected: Nullable<JSONValue>

    private static let ratings = ["pass", "partial", "fail"]
    private static let statuses = ["open", "resolved", "ignored"]
    /// The most bytes of a text.
    private static let longest = 64 << 10

    /// Checks a request.
    ///
    /// - Throws: 400 with an issue for each word that is not known.
    init(_ request: RunFeedbackRequest) throws(APIError) {
        var issues: [APIError.Issue] = []
        func choose(
            _ name: String, _ first: Nullable<String>, _ other: String, _ second: Nullable<String>,
            of words: [String]
        ) -> Nullable<String> {
            for (field, value) in [(name, first), (other, second)] {
                guard let word = value.value, !words.contains(word) else { continue }
                let known = words.map { "`\($0)`" }.joined(separator: ", ")
                issues.append(
                    .init(field: field, code: "invalid_value", message: "`\(field)` must be one of \(known).")
                )
            }
            if case .absent = first { return second }
            return first
        }
        if case .absent = request.body { body = request.feedback } else { body = request.body }
        rating = choose("rating", request.rating, "feedbackRating", request.feedbackRating, of: Self.ratings)
        status = choose("status", request.status, "feedbackStatus", request.feedbackStatus, of: Self.statuses)
        expected = request.expected
        for (field, text) in [("body", request.body), ("feedback", request.feedback)]
        where (text.value?.utf8.count ?? 0) > Self.longest {
            issues.append(
                .init(
                    field: field, code: "too_long",
                    message: "`\(field)` is longer than \(Self.longest) bytes."))
        }
        guard issues.isEmpty else { throw APIError(.badRequest, issues: issues) }
    }

    /// Applies the change to what was said before, by somebody.
    func applied(to old: RunFeedback?, by actor: APIKeyIdentity, at moment: Timestamp) -> RunFeedback {
        var new =
            old
            ?? RunFeedback(
                status: .value("open"), body: "", createdAt: .value(moment.iso8601),
                createdBy: .value(actor.keyID))
        switch body {
        case .absent: break
        case .null: new.body = ""
        case .value(let text): new.body = text
        }
        if rating != .absent { new.rating = rating }
        if status != .absent { new.status = status }
        new.updatedAt = .value(moment.iso8601)
        let isResolved = new.status.value == "resolved"
        if isResolved, old?.status.value != "resolved" {
            new.resolvedAt = .value(moment.iso8601)
            new.resolvedBy = .value(actor.keyID)
        } else if !isResolved {
            (new.resolvedAt, new.resolvedBy) = (.null, .null)
        }
        return new
    }
}
