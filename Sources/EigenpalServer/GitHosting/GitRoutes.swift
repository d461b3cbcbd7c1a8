import Hummingbird

/// Adds Git over smart HTTP, at `/orgs/<organization>.git`.
func addGitRoutes(to router: Router<ServerRequestContext>, _ services: ServerServices) {}
