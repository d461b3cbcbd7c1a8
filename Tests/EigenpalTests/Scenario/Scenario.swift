import Eigenpal
import Foundation
import TestSupport

/// A sequence of calls of a client and what each came to, in the form of Tests/ReferenceClient/scenario.py.
final class Scenario {
    /// One call.
    struct Step: Decodable {
        var label: String
        var outcome: Outcome

        private enum CodingKeys: String, CodingKey { case label, result, error }

        init(label: String, outcome: Outcome) {
            self.label = label
            self.outcome = outcome
        }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            label = try fields.decode(String.self, forKey: .label)
            outcome =
                fields.contains(.error)
                ? .error(try fields.decode(JSONValue.self, forKey: .error))
                : .result(try fields.decode(JSONValue.self, forKey: .result))
        }
    }

    /// What a call came to.
    enum Outcome: Equatable {
        case result(JSONValue)
        case error(JSONValue)
    }

    let client: EigenpalClient
    private(set) var steps: [Step] = []

    init(client: EigenpalClient) { self.client = client }

    /// What a call answers, also to the calls after it; nil for an error of the SDK.
    @discardableResult
    func step<Value>(_ label: String, _ call: () async throws -> Value) async throws -> Value? {
        do {
            let value = try await call()
            steps.append(Step(label: label, outcome: .result(try Self.plain(value))))
            return value
        } catch let error as EigenpalError {
            steps.append(Step(label: label, outcome: .error(try Self.told(error))))
            return nil
        }
    }

    /// A value as JSON: models as they write themselves, bytes as text.
    private static func plain(_ value: Any) throws -> JSONValue {
        switch value {
        case is Void: .null
        case let bytes as [UInt8]:
            ["bytes": .string(String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) })))]
        case let result as RunResult:
            [
                "id": .string(result.id), "status": .string(result.status.rawValue),
                "output": result.output ?? .null, "error": result.error.map(JSONValue.string) ?? .null,
            ]
        case let value as any Encodable:
            try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(value))
        default: throw Unwritable(value: "\(value)")
        }
    }

    private struct Unwritable: Error { let value: String }

    private static func told(_ error: EigenpalError) throws -> JSONValue {
        [
            "class": .string(referenceClass(of: error)),
            "status": error.status.map { .integer(Int64($0)) } ?? .null,
            "envelope": try error.envelope.map { try plain($0) } ?? .null,
            "requestId": error.requestID.map(JSONValue.string) ?? .null,
            "retryAfter": error.retryAfter.map { .integer($0.components.seconds) } ?? .null,
        ]
    }

    /// The Python SDK's class for what a case of this one's errors says.
    private static func referenceClass(of error: EigenpalError) -> String {
        switch error {
        case .validation: "EigenpalValidationError"
        case .authentication: "EigenpalAuthError"
        case .forbidden: "EigenpalForbiddenError"
        case .notFound: "EigenpalNotFoundError"
        case .rateLimited: "EigenpalRateLimitError"
        case .server: "EigenpalServerError"
        case .timeout: "EigenpalTimeoutError"
        // It has no class of its own for this status.
        case .conflict: "EigenpalError"
        default: "\(error)"
        }
    }
}
