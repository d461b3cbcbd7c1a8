import EigenpalAPI
import HTTPTypes

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A request to decrypt a batch of secrets, checked.
struct SecretDecryption: Sendable {
    /// What to decrypt, and where each is said to come from.
    let secrets: [(sealed: SealedSecret, binding: SecretBinding)]
    /// What a single secret is decrypted for; nil for a batch, which is for local use.
    let execution: Execution?

    /// A run that needs a secret.
    struct Execution: Sendable, Hashable {
        /// The run's identifier.
        let id: String
        /// The commit that the secret is said to come from; nil trusts the run's lockfile.
        let commit: String?
    }

    /// Checks a request.
    ///
    /// - Throws: 400 with an issue for each thing that is missing, malformed or twice there; 403 for a single secret
    ///   without a run.
    init(_ body: SourceSecretsDecryptBody, organization: Organization) throws(APIError) {
        let isSingle =
            body.executionId != nil || body.sourcePath != nil || body.secretName != nil
            || body.encrypted != nil
        guard let items = body.secrets else {
            guard isSingle else {
                throw APIError(.badRequest, code: "required", field: "secrets", "`secrets` is missing.")
            }
            (secrets, execution) = try Self.single(body, organization)
            return
        }
        guard !isSingle else { throw .singleAndBatch }
        try SecretPlace.requireBatch(items.map(\.secretName))
        var secrets: [(sealed: SealedSecret, binding: SecretBinding)] = []
        var issues: [APIError.Issue] = []
        for (index, item) in items.enumerated() {
            let binding = SecretPlace.binding(
                organization, sourcePath: item.sourcePath, secretName: item.secretName,
                field: "secrets[\(index)].", &issues)
            let sealed = Self.sealed(item.encrypted, "secrets[\(index)].encrypted", &issues)
            if let binding, let sealed { secrets.append((sealed, binding)) }
        }
        guard issues.isEmpty else { throw APIError(.badRequest, issues: issues) }
        self.secrets = secrets
        execution = nil
    }

    /// The answer to it: all or nothing.
    ///
    /// - Throws: 400 with an issue for each secret that does not decrypt.
    func response(
        _ opened: [Result<[UInt8], KeyRing.Failure>]
    ) throws(APIError) -> SourceSecretsDecryptResponse {
        var plaintexts: [String: String] = [:]
        var issues: [APIError.Issue] = []
        for (index, result) in opened.enumerated() {
            let name = secrets[index].binding.secretName
            let field = execution == nil ? "secrets[\(index)].encrypted" : "encrypted"
            switch result {
            case .success(let bytes):
                plaintexts[name] = String(decoding: bytes, as: UTF8.self)
            case .failure(.unknownKey):
                issues.append(
                    .init(
                        field: "\(field).keyId", code: "unknown_encryption_key",
                        message: "\(name) is encrypted under a key that this organization does not have."))
            case .failure:
                issues.append(
                    .init(
                        field: field, code: "decryption_failed",
                        message:
                            "\(name) does not decrypt: it was altered, or belongs to another path or name."))
            }
        }
        guard issues.isEmpty else { throw APIError(.badRequest, issues: issues) }
        guard execution == nil else {
            return SourceSecretsDecryptResponse(plaintext: plaintexts.first?.value)
        }
        return SourceSecretsDecryptResponse(secrets: plaintexts)
    }

    /// Checks a request for a single secret.
    private static func single(
        _ body: SourceSecretsDecryptBody, _ organization: Organization
    ) throws(APIError) -> ([(sealed: SealedSecret, binding: SecretBinding)], Execution) {
        guard let id = body.executionId, !id.isEmpty else {
            throw APIError(
                .forbidden, code: "execution_required", field: "executionId",
                "A single secret is decrypted only for a run, and `executionId` is missing.",
                hint: "Send `secrets`, a batch of one, to decrypt for local use.")
        }
        var issues: [APIError.Issue] = []
        let binding = SecretPlace.binding(
            organization, sourcePath: body.sourcePath, secretName: body.secretName, field: "", &issues)
        var secret: SealedSecret?
        if let encrypted = body.encrypted {
            secret = sealed(encrypted, "encrypted", &issues)
        } else {
            issues.append(.init(field: "encrypted", code: "required", message: "`encrypted` is missing."))
        }
        guard issues.isEmpty, let binding, let secret else { throw APIError(.badRequest, issues: issues) }
        return ([(secret, binding)], Execution(id: id, commit: body.sourceCommit))
    }

    private static func sealed(
        _ encrypted: EncryptedSecret, _ field: String, _ issues: inout [APIError.Issue]
    ) -> SealedSecret? {
        func refuse(_ part: String, _ code: String, _ message: String) {
            issues.append(
                .init(field: "\(field).\(part)", code: code, message: "`\(field).\(part)` \(message)."))
        }
        func bytes(_ part: String, _ text: String, _ count: Int?) -> [UInt8]? {
            guard let data = Data(base64Encoded: text), count == nil || data.count == count else {
                refuse(part, "invalid_base64", "is not \(count.map { "\($0) bytes " } ?? "")in base64")
                return nil
            }
            return Array(data)
        }
        guard encrypted.algorithm == SealedSecret.algorithm else {
            refuse("algorithm", "unknown_algorithm", "is not `\(SealedSecret.algorithm)`")
            return nil
        }
        let nonce = bytes("nonce", encrypted.nonce, SealedSecret.nonceLength)
        let ciphertext = bytes("ciphertext", encrypted.ciphertext, nil)
        let tag = bytes("tag", encrypted.tag, SealedSecret.tagLength)
        guard let nonce, let ciphertext, let tag else { return nil }
        return SealedSecret(keyID: encrypted.keyId, nonce: nonce, ciphertext: ciphertext, tag: tag)
    }
}
