import EigenpalAPI
import HTTPTypes

/// Adds `auth/check`, which tells a client whose key it has.
func addIdentityRoutes(to api: inout APIRouter) {
    api.on(.get, "auth/check") { request throws(APIError) in
        APIResponse(AuthCheck(keyId: request.identity.keyID, name: request.identity.name))
    }
}
