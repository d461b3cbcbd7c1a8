import HTTPTypes

import EigenpalAPI

/// Adds `auth/check`, which tells a client whom its key belongs to.
func addIdentityRoutes(to api: inout APIRouter) {
    api.on(.get, "auth/check") { request throws(APIError) in
        APIResponse(IdentityAnswer(ok: true, keyId: request.identity.keyID, name: request.identity.name))
    }
}

private struct IdentityAnswer: Encodable {
    let ok: Bool
    let keyId: String
    let name: String
}
