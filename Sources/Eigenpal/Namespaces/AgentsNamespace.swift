import EigenpalAPI

/// Agents: list, get, create, update, versions, files and mail triggers. Reached as ``EigenpalClient/agents``.
public struct AgentsNamespace: Sendable {
    let transport: HTTPTransport

    /// Mail that starts agents.
    public var emailTriggers: AgentEmailTriggersNamespace {
        AgentEmailTriggersNamespace(transport: transport)
    }

    /// Lists agents, a page at a time.
    ///
    /// ```swift
    /// for agent in try await client.agents.list(search: "invoice").data { print(agent.slug) }
    /// ```
    ///
    /// - Parameters:
    ///   - search: a part of any of the agent's fields.
    ///   - slug: one agent's slug.
    ///   - includeArchived: whether archived agents are listed too.
    ///   - limit: how many a page holds; the server's default where nil.
    ///   - offset: how many come before the page.
    /// - Throws: ``EigenpalError``.
    public func list(
        search: String? = nil, slug: String? = nil, includeArchived: Bool? = nil, limit: Int? = nil,
        offset: Int? = nil
    ) async throws(EigenpalError) -> ListAgentsResponse {
        let query = Query().adding("search", search).adding("slug", slug).adding("limit", limit)
            .adding("offset", offset).adding("includeArchived", includeArchived)
        return try await transport.value(of: Request(.get, ["agents"], query: query))
    }

    /// All agents, fetched a page at a time as they are asked for.
    ///
    /// ```swift
    /// for try await agent in client.agents.all() { print(agent.slug) }
    /// ```
    ///
    /// - Parameters:
    ///   - search: a part of any of the agent's fields.
    ///   - includeArchived: whether archived agents are listed too.
    ///   - pageSize: how many are fetched at once; the server's default where nil.
    public func all(
        search: String? = nil, includeArchived: Bool? = nil, pageSize: Int? = nil
    ) -> PagedSequence<AgentSummary> {
        PagedSequence { position throws(EigenpalError) in
            let page = try await list(
                search: search, includeArchived: includeArchived, limit: pageSize, offset: position.offset)
            return PagedSequence.Page(
                elements: page.data, next: position.after(page.data.count, of: page.total))
        }
    }

    /// Gets one agent.
    ///
    /// ```swift
    /// let agent = try await client.agents.get("finance.invoice").agent
    /// print(agent.latestVersion.value ?? "never released")
    /// ```
    ///
    /// - Parameters:
    ///   - agent: id, slug, dotted name or package path.
    ///   - include: further sections to answer with, such as `files`.
    /// - Throws: ``EigenpalError``; ``EigenpalError/notFound(_:)`` where there is none.
    public func get(_ agent: String, include: [String] = []) async throws(EigenpalError) -> GetAgentResponse {
        let query = Query().adding("include", include.isEmpty ? nil : include.joined(separator: ","))
        return try await transport.value(of: Request(.get, ["agents", agent], query: query))
    }

    /// Creates an agent and scaffolds its package by a commit on `main`.
    ///
    /// ```swift
    /// let agent = try await client.agents.create(name: "Invoice", slug: "finance.invoice").agent
    /// ```
    ///
    /// - Parameters:
    ///   - name: the name, for people.
    ///   - slug: the dotted name without `agents.`.
    ///   - description: what it does.
    ///   - config: its configuration.
    /// - Throws: ``EigenpalError``; ``EigenpalError/validation(_:)`` for a slug that cannot be one.
    @discardableResult
    public func create(
        name: String, slug: String, description: String? = nil, config: [String: JSONValue]? = nil
    ) async throws(EigenpalError) -> CreateAgentResponse {
        let body = CreateAgentBody(name: name, slug: slug, description: description, config: config)
        return try await transport.value(of: Request(.post, ["agents"]).sending(body))
    }

    /// Changes an agent's metadata; what is nil stays as it is.
    ///
    /// ```swift
    /// try await client.agents.update("finance.invoice", description: "Reads invoices and receipts.")
    /// ```
    ///
    /// - Parameters:
    ///   - agent: id, slug, dotted name or package path.
    ///   - name: the new name.
    ///   - description: the new description.
    ///   - config: the new configuration.
    /// - Throws: ``EigenpalError``.
    @discardableResult
    public func update(
        _ agent: String, name: String? = nil, description: String? = nil, config: [String: JSONValue]? = nil
    ) async throws(EigenpalError) -> PatchAgentResponse {
        let body = PatchAgentBody(name: name, description: description, config: config)
        return try await transport.value(of: Request(.patch, ["agents", agent]).sending(body))
    }

    /// Lists an agent's releases, highest version first.
    ///
    /// ```swift
    /// let newest = try await client.agents.versions("finance.invoice").versions.first { $0.latest }
    /// ```
    ///
    /// - Parameter agent: id, slug, dotted name or package path.
    /// - Throws: ``EigenpalError``.
    public func versions(_ agent: String) async throws(EigenpalError) -> ListAgentVersionsResponse {
        try await transport.value(of: Request(.get, ["agents", agent, "versions"]))
    }
}
