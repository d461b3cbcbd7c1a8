import EigenpalAPI
import HTTPTypes

/// Adds `source/secrets/*`: plaintext in and ciphertext out, and for local use the other way.
func addSecretRoutes(to api: inout APIRouter) {
    api.on(.post, "source/secrets/encrypt") { request throws(APIError) in
        let body = try await request.body(SourceSecretsEncryptBody.self)
        try request.requireOrganization(body.organizationId)
        let plan = try SecretEncryption(body, organization: request.identity.organization)
        return try await request.sealed(plan)
    }
    api.on(.post, "source/secrets/decrypt") { request throws(APIError) in
        let body = try await request.body(SourceSecretsDecryptBody.self)
        try request.requireOrganization(body.organizationId)
        let plan = try SecretDecryption(body, organization: request.identity.organization)
        try await request.requireExecution(of: plan)
        return APIResponse(try plan.response(try await request.opened(plan)))
    }
}

extension APIRequest {
    /// Refuses a body that names another organization, by its name or its identifier.
    fileprivate func requireOrganization(_ name: String?) throws(APIError) {
        let organization = identity.organization
        guard let name, name != organization.slug, name != organization.id else { return }
        throw APIError(
            .forbidden, code: "organization_mismatch", field: "organizationId",
            "This API key belongs to another organization.", hint: "Leave `organizationId` out.")
    }

    fileprivate func sealed(_ plan: SecretEncryption) async throws(APIError) -> APIResponse {
        do throws(KeyRing.Failure) {
            let batch = SealedBatch(plan.secrets, try await services.keyRing.sealingKey())
            return APIResponse(json: plan.isBatch ? try await batch.json() : try batch.singleJSON())
        } catch {
            throw APIError(error)
        }
    }

    fileprivate func opened(
        _ plan: SecretDecryption
    ) async throws(APIError) -> [Result<[UInt8], KeyRing.Failure>] {
        do { return try await services.keyRing.open(plan.secrets) } catch { throw APIError(error) }
    }
}

extension APIError {
    /// What a failure of the whole key ring means for a request; nothing that the client could mend.
    init(_ error: KeyRing.Failure) {
        if case .store(let error) = error {
            self.init(error)
        } else {
            self.init(
                .internalServerError, code: "encryption_keys_failed",
                "The organization's encryption keys cannot be used.",
                hint: "The server's log has the reason, under the request id.")
            cause = "\(error)"
        }
    }
}
