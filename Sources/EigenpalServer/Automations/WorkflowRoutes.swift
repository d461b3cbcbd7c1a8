import EigenpalAPI
import HTTPTypes
import SourceFormat
import SourceRepository

/// Adds `workflows`.
func addWorkflowRoutes(to api: inout APIRouter) {
    api.on(.get, "workflows") { request throws(APIError) in
        let (limit, offset) = try request.query.page()
        let filter = AutomationFilter(
            search: try request.query.text("search"), name: try request.query.text("name"), limit: limit,
            offset: offset)
        let kind = try request.query.choice("kind", of: WorkflowsListKind.allCases.map(\.rawValue))
        // There are no blocks and no folders: every workflow is at the root.
        let folder = try request.query.text("folderId") ?? "null"
        guard kind != WorkflowsListKind.block.rawValue, folder == "null" else {
            return APIResponse(ListWorkflowsResponse(data: [], total: 0, limit: limit, offset: offset))
        }
        let list = try await request.automations(.workflow, filter)
        return APIResponse(
            ListWorkflowsResponse(
                data: list.items.map { WorkflowSummary($0.automation, $0.state) }, total: list.total,
                limit: limit, offset: offset))
    }
    api.on(.get, "workflows/:workflow") { request throws(APIError) in
        let workflow = try await request.automation("workflow", kinds: [.workflow])
        return APIResponse(
            try await request.services.repository.use { repository in
                let source = try SourceReader(repository)
                let state = try source.state(of: workflow.path)
                return WorkflowDetail(
                    WorkflowSummary(workflow, state),
                    definition: try source.definition(of: workflow.path, in: state.release))
            })
    }
    api.on(.get, "workflows/:workflow/versions") { request throws(APIError) in
        let (limit, offset) = try request.query.page()
        let workflow = try await request.automation("workflow", kinds: [.workflow])
        let releases = try await request.releases(of: workflow)
        let page = Array(releases.dropFirst(offset).prefix(limit))
        let latest = releases.first
        let versions = try await request.services.repository.use { repository in
            let source = try SourceReader(repository)
            var budget = WorkflowVersion.maximumContent
            return try page.map { release in
                let definition = try source.definition(of: workflow.path, in: release)
                budget -= definition?.utf8.count ?? 0
                return WorkflowVersion(
                    id: release.tag.name, workflowId: workflow.identifier,
                    version: .value(release.version.description), yamlContent: budget >= 0 ? definition : nil,
                    isCurrent: release == latest, createdAt: release.taggedAt?.iso8601)
            }
        }
        return APIResponse(
            ListVersionsResponse(data: versions, total: releases.count, limit: limit, offset: offset))
    }
}

extension WorkflowVersion {
    /// The most bytes of definitions in one page of versions; later ones go without.
    fileprivate static let maximumContent = 8 << 20
}

extension WorkflowSummary {
    /// A workflow as the API tells it: its metadata from the store, everything about its source from Git.
    fileprivate init(_ automation: LocatedAutomation, _ state: SourceState) {
        let record = automation.record
        let triggers = AutomationTriggers(state.manifest)
        self.init(
            id: automation.identifier, createdAt: (record?.createdAt ?? state.mainDate).iso8601,
            name: .value(record?.name ?? state.manifest?.name ?? automation.path.slug),
            version: Nullable(state.release?.version.description), apiEnabled: triggers.api,
            triggers: triggers,
            updatedAt: (record?.updatedAt ?? state.mainDate).iso8601)
    }
}

extension WorkflowDetail {
    fileprivate init(_ summary: WorkflowSummary, definition: String?) {
        self.init(
            id: summary.id, createdAt: summary.createdAt, name: summary.name, version: summary.version,
            apiEnabled: summary.apiEnabled, triggers: summary.triggers, updatedAt: summary.updatedAt,
            yamlContent: Nullable(definition))
    }
}
