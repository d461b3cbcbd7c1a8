import HTTPTypes
import SourceFormat

/// The limits on secrets, and the reading of the place that a request says a secret belongs to.
enum SecretPlace {
    /// The largest plaintext, in bytes of UTF-8.
    static let maximumPlaintext = 64 << 10
    /// The most secrets of one request.
    static let maximumBatch = 10_000

    /// The binding of a secret, with every reason why there is none added to `issues`.
    ///
    /// - Parameter previous: the one before it in a batch, whose path it mostly has.
    static func binding(
        _ organization: Organization, sourcePath: String?, secretName: String?, field prefix: String,
        after previous: SecretBinding? = nil, _ issues: inout [APIError.Issue]
    ) -> SecretBinding? {
        let path =
            if let previous, previous.sourcePath == sourcePath { previous.sourcePath } else {
                checked(sourcePath, "\(prefix)sourcePath", &issues) { text throws(FormatError) in
                    try requireSecretsPath(text)
                }
            }
        let name = checked(secretName, "\(prefix)secretName", &issues) { text throws(FormatError) in
            try SecretName(parsing: text).rawValue
        }
        guard let path, let name else { return nil }
        return SecretBinding(organization: organization.id, sourcePath: path, secretName: name)
    }

    /// Refuses a batch that is empty or too large, and names that stand in it twice: the answer is keyed by name.
    static func requireBatch(_ names: [String]) throws(APIError) {
        guard !names.isEmpty else {
            throw APIError(.badRequest, code: "required", field: "secrets", "`secrets` is empty.")
        }
        guard names.count <= maximumBatch else {
            throw APIError(
                .badRequest, code: "too_many_secrets", field: "secrets",
                "`secrets` has \(names.count) items; at most \(maximumBatch) go in one request.")
        }
        var seen: Set<String> = []
        var issues: [APIError.Issue] = []
        for (index, name) in names.enumerated() where !seen.insert(name).inserted {
            issues.append(
                .init(
                    field: "secrets[\(index)].secretName", code: "duplicate_secret",
                    message: "\(quoted(name)) is in this batch already."))
        }
        guard issues.isEmpty else {
            throw APIError(
                .badRequest, issues: issues,
                hint: "The answer is keyed by name: send one batch for each file.")
        }
    }

    private static func checked(
        _ text: String?, _ field: String, _ issues: inout [APIError.Issue],
        _ read: (String) throws(FormatError) -> String
    ) -> String? {
        guard let text else {
            issues.append(.init(field: field, code: "required", message: "`\(field)` is missing."))
            return nil
        }
        do {
            return try read(text)
        } catch {
            issues.append(.init(field: field, code: error.code, message: error.message))
            return nil
        }
    }

    private static func requireSecretsPath(_ text: String) throws(FormatError) -> String {
        let package = text.utf8.lastIndex(of: UInt8(ascii: "/"))
            .flatMap { try? PackagePath(parsing: String(text[..<$0])) }
        guard let package, package.secretsPath == text else {
            throw FormatError(
                code: "invalid_source_path",
                message: "\(quoted(text)) is not the path of a secrets file: <package path>/secrets.enc.yaml")
        }
        return text
    }
}
