import EigenpalAPI

/// Workflows: list, get, versions, and runs that are waited for. Reached as ``EigenpalClient/workflows``.
public struct WorkflowsNamespace: Sendable {
    let transport: HTTPTransport

    /// Runs of workflows that are waited for.
    public var executions: WorkflowExecutionsNamespace { WorkflowExecutionsNamespace(transport: transport) }

    /// Lists workflows, a page at a time.
    ///
    /// ```swift
    /// for workflow in try await client.workflows.list(limit: 100).data { print(workflow.id) }
    /// ```
    ///
    /// - Parameters:
    ///   - search: a part of the name.
    ///   - name: the whole name, the slug.
    ///   - kind: workflows proper, or blocks.
    ///   - folderId: the folder's id, or `null` for those in none; all where nil.
    ///   - limit: how many a page holds, 100 at most; 50 where nil.
    ///   - offset: how many come before the page.
    /// - Throws: ``EigenpalError``.
    public func list(
        search: String? = nil, name: String? = nil, kind: WorkflowsListKind? = nil, folderId: String? = nil,
        limit: Int? = nil, offset: Int? = nil
    ) async throws(EigenpalError) -> ListWorkflowsResponse {
        let query = Query().adding("search", search).adding("name", name).adding("kind", kind?.rawValue)
            .adding("folderId", folderId).adding("limit", limit).adding("offset", offset)
        return try await transport.value(of: Request(.get, ["workflows"], query: query))
    }

    /// All workflows, fetched a page at a time as they are asked for.
    ///
    /// ```swift
    /// for try await workflow in client.workflows.all(kind: .workflow) { print(workflow.id) }
    /// ```
    ///
    /// - Parameters:
    ///   - search: a part of the name.
    ///   - kind: workflows proper, or blocks.
    ///   - folderId: the folder's id, or `null` for those in none; all where nil.
    ///   - pageSize: how many are fetched at once, 100 at most; 50 where nil.
    public func all(
        search: String? = nil, kind: WorkflowsListKind? = nil, folderId: String? = nil, pageSize: Int? = nil
    ) -> PagedSequence<WorkflowSummary> {
        PagedSequence { position throws(EigenpalError) in
            let page = try await list(
                search: search, kind: kind, folderId: folderId, limit: pageSize, offset: position.offset)
            return PagedSequence.Page(
                elements: page.data, next: position.after(page.data.count, of: page.total))
        }
    }

    /// Gets one workflow with the text of its latest release.
    ///
    /// ```swift
    /// let text = try await client.workflows.get("triage").yamlContent.value
    /// ```
    ///
    /// - Parameter workflow: id, slug, dotted name or package path.
    /// - Throws: ``EigenpalError``; ``EigenpalError/notFound(_:)`` where there is none.
    public func get(_ workflow: String) async throws(EigenpalError) -> WorkflowDetail {
        try await transport.value(of: Request(.get, ["workflows", workflow]))
    }

    /// Lists a workflow's releases, highest version first, a page at a time.
    ///
    /// ```swift
    /// let versions = try await client.workflows.versions("triage", limit: 100).data.compactMap(\.version.value)
    /// ```
    ///
    /// - Parameters:
    ///   - workflow: id, slug, dotted name or package path.
    ///   - limit: how many a page holds, 100 at most; 50 where nil.
    ///   - offset: how many come before the page.
    /// - Throws: ``EigenpalError``.
    public func versions(
        _ workflow: String, limit: Int? = nil, offset: Int? = nil
    ) async throws(EigenpalError) -> ListVersionsResponse {
        let query = Query().adding("limit", limit).adding("offset", offset)
        return try await transport.value(
            of: Request(.get, ["workflows", workflow, "versions"], query: query))
    }

    /// All of a workflow's releases, highest version first, fetched a page at a time as they are asked for.
    ///
    /// ```swift
    /// for try await version in client.workflows.allVersions("triage") { print(version.version.value ?? "") }
    /// ```
    ///
    /// - Parameters:
    ///   - workflow: id, slug, dotted name or package path.
    ///   - pageSize: how many are fetched at once, 100 at most; 50 where nil.
    public func allVersions(_ workflow: String, pageSize: Int? = nil) -> PagedSequence<WorkflowVersion> {
        PagedSequence { position throws(EigenpalError) in
            let page = try await versions(workflow, limit: pageSize, offset: position.offset)
            return PagedSequence.Page(
                elements: page.data, next: position.after(page.data.count, of: page.total))
        }
    }
}
