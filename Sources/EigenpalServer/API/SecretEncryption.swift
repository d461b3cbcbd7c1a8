import EigenpalAPI
import HTTPTypes

/// A request to encrypt one secret or a batch, checked: everything wrong with it is said at once.
struct SecretEncryption: Sendable {
    /// What to encrypt, and where each belongs.
    let secrets: [(plaintext: [UInt8], binding: SecretBinding)]
    /// Whether it was a batch, whose answer is keyed by name.
    let isBatch: Bool

    /// Checks a request.
    ///
    /// - Throws: 400 with an issue for each thing that is missing, malformed, empty, too large or twice there.
    init(_ body: SourceSecretsEncryptBody, organization: Organization) throws(APIError) {
        isBatch = body.secrets != nil
        if let items = body.secrets {
            guard body.sourcePath == nil, body.secretName == nil, body.plaintext == nil else {
                throw .singleAndBatch
            }
            try SecretPlace.requireBatch(items.map(\.secretName))
        }
        let items: [(String?, String?, String?, String)] =
            body.secrets?.enumerated().map { index, item in
                (item.sourcePath, item.secretName, item.plaintext, "secrets[\(index)].")
            } ?? [(body.sourcePath, body.secretName, body.plaintext, "")]
        var secrets: [(plaintext: [UInt8], binding: SecretBinding)] = []
        var issues: [APIError.Issue] = []
        for (sourcePath, secretName, plaintext, prefix) in items {
            let binding = SecretPlace.binding(
                organization, sourcePath: sourcePath, secretName: secretName, field: prefix,
                after: secrets.last?.binding, &issues)
            let bytes = Self.checked(plaintext, "\(prefix)plaintext", &issues)
            if let binding, let bytes { secrets.append((bytes, binding)) }
        }
        guard issues.isEmpty else { throw APIError(.badRequest, issues: issues) }
        self.secrets = secrets
    }

    private static func checked(
        _ plaintext: String?, _ field: String, _ issues: inout [APIError.Issue]
    ) -> [UInt8]? {
        guard let plaintext else {
            issues.append(.init(field: field, code: "required", message: "`\(field)` is missing."))
            return nil
        }
        guard !plaintext.isEmpty else {
            issues.append(.init(field: field, code: "secret_empty", message: "`\(field)` is empty."))
            return nil
        }
        guard plaintext.utf8.count <= SecretPlace.maximumPlaintext else {
            issues.append(
                .init(
                    field: field, code: "secret_too_large",
                    message: "`\(field)` is larger than \(SecretPlace.maximumPlaintext) bytes."))
            return nil
        }
        return Array(plaintext.utf8)
    }
}

extension APIError {
    /// A body that has the fields of one secret and a batch.
    static var singleAndBatch: APIError {
        APIError(
            .badRequest, code: "single_and_batch", field: "secrets",
            "Send either one secret or `secrets`, not both.")
    }
}
