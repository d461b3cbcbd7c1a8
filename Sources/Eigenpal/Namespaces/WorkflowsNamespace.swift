import EigenpalAPI

/// Workflows: list, get, versions. Reached as ``EigenpalClient/workflows``.
public struct WorkflowsNamespace: Sendable {
    let transport: HTTPTransport

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
}
