import EigenpalAPI

/// Mail that starts agents: whether it does, and the addresses. Reached as ``AgentsNamespace/emailTriggers``.
public struct AgentEmailTriggersNamespace: Sendable {
    let transport: HTTPTransport

    /// Lists every mail alias of the organization.
    ///
    /// ```swift
    /// for alias in try await client.agents.emailTriggers.list().emails { print(alias["email"]?.string ?? "") }
    /// ```
    ///
    /// - Throws: ``EigenpalError``.
    public func list() async throws(EigenpalError) -> EmailAliasesResponse {
        try await transport.value(of: Request(.get, ["agents", "triggers", "email"]))
    }

    /// Gets an agent's mail trigger and its aliases.
    ///
    /// ```swift
    /// let isOn = try await client.agents.emailTriggers.get("finance.invoice").trigger["enabled"]?.bool
    /// ```
    ///
    /// - Parameter agent: id, slug, dotted name or package path.
    /// - Throws: ``EigenpalError``; ``EigenpalError/notFound(_:)`` where there is no such agent.
    public func get(_ agent: String) async throws(EigenpalError) -> EmailTriggerResponse {
        try await transport.value(of: Self.trigger(.get, agent))
    }

    /// Says whether mail may start an agent.
    ///
    /// ```swift
    /// try await client.agents.emailTriggers.update("finance.invoice", enabled: true)
    /// ```
    ///
    /// - Throws: ``EigenpalError``.
    @discardableResult
    public func update(
        _ agent: String, enabled: Bool
    ) async throws(EigenpalError) -> EmailTriggerUpdateResponse {
        let body = EmailTriggerUpdateBody(enabled: enabled)
        return try await transport.value(of: Self.trigger(.patch, agent).sending(body))
    }

    /// Makes an address that starts an agent.
    ///
    /// ```swift
    /// try await client.agents.emailTriggers.createAlias(
    ///     "finance.invoice", EmailAliasCreateBody(alias: "invoices", allowlist: ["@acme.example"]))
    /// ```
    ///
    /// - Parameters:
    ///   - agent: id, slug, dotted name or package path.
    ///   - alias: the address, or its part before the `@`, and who may write to it.
    /// - Throws: ``EigenpalError``; ``EigenpalError/validation(_:)`` for an address that cannot be one.
    @discardableResult
    public func createAlias(
        _ agent: String, _ alias: EmailAliasCreateBody
    ) async throws(EigenpalError) -> EmailAliasResponse {
        try await transport.value(of: Self.trigger(.post, agent).sending(alias))
    }

    /// Changes an address; what is absent stays as it is.
    ///
    /// ```swift
    /// try await client.agents.emailTriggers.updateAlias(
    ///     "finance.invoice", id: "eml_7", EmailAliasUpdateBody(status: "disabled"))
    /// ```
    ///
    /// - Parameters:
    ///   - agent: id, slug, dotted name or package path.
    ///   - id: the alias's id.
    ///   - change: what is to be different.
    /// - Throws: ``EigenpalError``.
    @discardableResult
    public func updateAlias(
        _ agent: String, id: String, _ change: EmailAliasUpdateBody
    ) async throws(EigenpalError) -> EmailAliasResponse {
        try await transport.value(of: Self.trigger(.patch, agent, id).sending(change))
    }

    /// Takes an address away.
    ///
    /// - Parameters:
    ///   - agent: id, slug, dotted name or package path.
    ///   - id: the alias's id.
    /// - Throws: ``EigenpalError``.
    @discardableResult
    public func deleteAlias(
        _ agent: String, id: String
    ) async throws(EigenpalError) -> EmailAliasRemovalResponse {
        try await transport.value(of: Self.trigger(.delete, agent, id))
    }

    private static func trigger(_ method: Request.Method, _ agent: String, _ id: String? = nil) -> Request {
        Request(method, ["agents", agent, "triggers", "email"] + (id.map { [$0] } ?? []))
    }
}
