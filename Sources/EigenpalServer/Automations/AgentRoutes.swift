import EigenpalAPI
import HTTPTypes
import SourceFormat

/// Adds `agents`, but for their files.
func addAgentRoutes(to api: inout APIRouter) {
    api.on(.get, "agents") { request throws(APIError) in
        let (limit, offset) = try request.query.page()
        let list = try await request.automations(
            .agent,
            AutomationFilter(
                search: try request.query.text("search"), slug: try request.query.text("slug"),
                includesArchived: try request.query.flag("includeArchived"), limit: limit, offset: offset))
        return APIResponse(
            ListAgentsResponse(
                data: try await request.counted(list.items.map { AgentSummary($0.automation, $0.state) }),
                total: list.total, limit: limit, offset: offset))
    }
    api.on(.post, "agents") { request throws(APIError) in
        APIResponse(try await request.createAgent(), status: .created)
    }
    api.on(.get, "agents/:agent") { request throws(APIError) in
        let sections = try request.query.choices("include", of: ["files", "dataset"])
        let agent = try await request.automation("agent", kinds: [.agent])
        let found = AgentSummary(agent, try await request.state(of: agent))
        var summary = try await request.counted([found]).first ?? found
        if sections.contains("files") {
            summary.additional["files"] = .array(try await request.mainFiles(of: agent))
        }
        // There are no data sets yet; a client that asks learns that there is none.
        if sections.contains("dataset") { summary.additional["dataset"] = .null }
        return APIResponse(GetAgentResponse(agent: summary))
    }
    api.on(.patch, "agents/:agent") { request throws(APIError) in
        let agent = try await request.automation("agent", kinds: [.agent])
        let change = try AgentChange(try await request.body(PatchAgentBody.self))
        let updated = try await request.update(agent, change)
        let summary = AgentSummary(updated, try await request.state(of: updated))
        return APIResponse(PatchAgentResponse(agent: try await request.counted([summary]).first ?? summary))
    }
    api.on(.get, "agents/:agent/versions") { request throws(APIError) in
        let agent = try await request.automation("agent", kinds: [.agent])
        return APIResponse(
            ListAgentVersionsResponse(
                agentId: agent.identifier, slug: agent.path.slug, packagePath: agent.path.description,
                versions: try await request.releases(of: agent).enumerated().map { index, release in
                    .init(release, isLatest: index == 0)
                }))
    }
}

extension APIRequest {
    /// Agents with the numbers of their runs.
    fileprivate func counted(_ agents: [AgentSummary]) async throws(APIError) -> [AgentSummary] {
        let slugs = agents.map(\.slug)
        let statistics = try await stored {
            try await services.runs.store.runStatistics(.agent, slugs: slugs)
        }
        return agents.map { agent in
            var agent = agent
            let runs = statistics[agent.slug]
            agent.stats = AgentSummary.Stats(
                exampleCount: 0, totalExecutions: runs?.total ?? 0,
                lastExecutionAt: Nullable(runs?.latest?.iso8601),
                avgDurationMs: Nullable(runs?.averageMilliseconds), avgCredits: .null)
            return agent
        }
    }

    /// Changes what the store keeps of an agent.
    ///
    /// - Throws: 404 for a package that is in Git alone.
    fileprivate func update(
        _ agent: LocatedAutomation, _ change: AgentChange
    ) async throws(APIError) -> LocatedAutomation {
        var updated: Automation?
        if let record = agent.record {
            do {
                updated = try await services.store.updateAutomation(record.id) { change.apply(to: &$0) }
            } catch {
                throw APIError(error)
            }
        }
        guard let updated else { throw .notRegistered(agent) }
        return LocatedAutomation(
            kind: agent.kind, path: agent.path, record: updated, isOnMain: agent.isOnMain)
    }
}

extension APIError {
    /// An agent whose package is in Git, and of which the store knows nothing.
    static func notRegistered(_ agent: LocatedAutomation) -> APIError {
        APIError(
            .notFound, code: "agent_not_registered", field: "agent",
            "\(agent.path.dottedName) is in Git, and not registered with the server yet.",
            hint: "POST /api/v1/automations/\(agent.path.dottedName)/sync registers it.")
    }
}
