import EigenpalAPI
import HTTPTypes

/// Adds `automations/:automation/sync`.
func addAutomationRoutes(to api: inout APIRouter) {
    api.on(.post, "automations/:automation/sync") { request throws(APIError) in
        let automation = try await request.automation("automation")
        return APIResponse(try await request.sync(automation))
    }
}
