import Hummingbird

/// Adds every endpoint of the API.
func addAPI(to router: Router<ServerRequestContext>, _ services: ServerServices) -> APIRouter {
    var api = APIRouter(router, services)
    addOpenAPIRoutes(to: &api)
    addIdentityRoutes(to: &api)
    addSourceRoutes(to: &api)
    addSecretRoutes(to: &api)
    // Before agents, one of which could otherwise be taken to be called `triggers`.
    addEmailTriggerRoutes(to: &api)
    addAgentRoutes(to: &api)
    addAgentFileRoutes(to: &api)
    addWorkflowRoutes(to: &api)
    addAutomationRoutes(to: &api)
    addRunRoutes(to: &api)
    addArtifactRoutes(to: &api)
    addRunFileRoutes(to: &api)
    addExpectedRoutes(to: &api)
    addFeedbackRoutes(to: &api)
    return api
}
