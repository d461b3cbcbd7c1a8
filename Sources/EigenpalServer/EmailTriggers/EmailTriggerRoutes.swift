import EigenpalAPI
import HTTPTypes

/// Adds mail triggers: the server keeps aliases and rules, for whoever receives mail to go by. It sends and receives none.
func addEmailTriggerRoutes(to api: inout APIRouter) {
    api.on(.get, "agents/triggers/email") { request throws(APIError) in
        let store = request.services.runs.store
        let aliases = try await request.stored { try await store.emailAliases(of: nil) }
        let agents = try await request.stored { try await request.services.store.automations(.agent) }
        let slugs = Dictionary(agents.map { ($0.id, $0.slug) }, uniquingKeysWith: { first, _ in first })
        return APIResponse(
            EmailAliasesResponse(emails: aliases.map { JSONValue($0, slug: slugs[$0.automation] ?? "") }))
    }
    api.on(.get, "agents/:agent/triggers/email") { request throws(APIError) in
        let agent = try await request.registeredAgent()
        let store = request.services.runs.store
        let aliases = try await request.stored { try await store.emailAliases(of: agent.id) }
        return APIResponse(
            EmailTriggerResponse(
                trigger: try await request.emailTrigger(of: agent),
                emails: aliases.map { JSONValue($0, slug: agent.slug) }))
    }
    api.on(.patch, "agents/:agent/triggers/email") { request throws(APIError) in
        let agent = try await request.registeredAgent()
        let body = try await request.body(EmailTriggerUpdateBody.self)
        let store = request.services.runs.store
        try await request.stored {
            try await store.setEmailTrigger(of: agent.id, isEnabled: body.enabled, at: .now)
        }
        return APIResponse(EmailTriggerUpdateResponse(trigger: try await request.emailTrigger(of: agent)))
    }
    api.on(.post, "agents/:agent/triggers/email") { request throws(APIError) in
        let agent = try await request.registeredAgent()
        let body = try await request.body(EmailAliasCreateBody.self)
        return APIResponse(
            EmailAliasResponse(
                email: JSONValue(try await request.makeAlias(of: agent, body), slug: agent.slug)),
            status: .created)
    }
    api.on(.patch, "agents/:agent/triggers/email/:emailId") { request throws(APIError) in
        let agent = try await request.registeredAgent()
        let id = try request.parameter("emailId")
        let body = try await request.body(EmailAliasUpdateBody.self)
        return APIResponse(
            EmailAliasResponse(
                email: JSONValue(try await request.change(id, of: agent, body), slug: agent.slug)))
    }
    api.on(.delete, "agents/:agent/triggers/email/:emailId") { request throws(APIError) in
        let agent = try await request.registeredAgent()
        let id = try request.parameter("emailId")
        let store = request.services.runs.store
        let isRemoved = try await request.stored { try await store.removeEmailAlias(id, of: agent.id) }
        guard isRemoved else { throw .aliasNotFound(id) }
        return APIResponse(EmailAliasRemovalResponse(removed: true))
    }
}

extension APIError {
    fileprivate static func aliasNotFound(_ id: String) -> APIError {
        APIError(
            .notFound, code: "alias_not_found", field: "emailId", "The agent has no mail alias \(quoted(id))."
        )
    }
}

extension APIRequest {
    /// The agent that the path names, as the store has it.
    ///
    /// - Throws: 404 for one that is in Git alone.
    fileprivate func registeredAgent() async throws(APIError) -> Automation {
        let agent = try await automation("agent", kinds: [.agent])
        guard let record = agent.record else { throw .notRegistered(agent) }
        return record
    }

    fileprivate func emailTrigger(of agent: Automation) async throws(APIError) -> JSONValue {
        let stored = try await stored { try await services.runs.store.emailTrigger(of: agent.id) }
        let located = try await automation("agent", kinds: [.agent])
        let manifest = try await state(of: located).manifest
        return [
            "enabled": .bool(stored ?? AutomationTriggers(manifest).email), "agentId": .string(agent.id),
            "agentSlug": .string(agent.slug),
        ]
    }

    fileprivate func makeAlias(
        of agent: Automation, _ body: EmailAliasCreateBody
    ) async throws(APIError) -> EmailAliasRecord {
        let domain = services.configuration.mailDomain ?? "\(identity.organization.slug).mail.invalid"
        let moment = Timestamp.now
        let address = try EmailAliasFields.address(body, domain: domain)
        let allowlist = try EmailAliasFields.allowlist(body.allowlist, body.allow) ?? []
        let label = try EmailAliasFields.label(body.label)
        let alias: EmailAliasRecord
        do {
            alias = EmailAliasRecord(
                id: Identifier.random(.emailAlias), automation: agent.id, address: address, label: label,
                allowlist: try JSONValue.array(allowlist.map(JSONValue.string)).text, status: "active",
                replyConfig: try body.replyConfig.map { try JSONValue.object($0).text },
                requiresSenderAuth: true, createdAt: moment, updatedAt: moment)
        } catch {
            throw .http(.internalServerError)
        }
        do throws(StoreError) {
            try await services.runs.store.insert(alias)
        } catch .conflict {
            throw APIError(
                .conflict, code: "address_taken", field: body.email == nil ? "alias" : "email",
                "The address \(quoted(address)) is taken already.")
        } catch {
            throw APIError(error)
        }
        return alias
    }

    fileprivate func change(
        _ id: String, of agent: Automation, _ body: EmailAliasUpdateBody
    ) async throws(APIError) -> EmailAliasRecord {
        let status = try EmailAliasFields.status(body.status)
        let label = try EmailAliasFields.label(body.label.value)
        let allowlist = try EmailAliasFields.allowlist(body.allowlist, body.allow)
            .flatMap { try? JSONValue.array($0.map(JSONValue.string)).text }
        let replyConfig = body.replyConfig.flatMap { try? JSONValue.object($0).text }
        let changed = try await stored {
            try await services.runs.store.updateEmailAlias(id, of: agent.id) { alias in
                if body.label != .absent { alias.label = label }
                if let allowlist { alias.allowlist = allowlist }
                if let status { alias.status = status }
                if let replyConfig { alias.replyConfig = replyConfig }
                if let value = body.requireSenderAuth { alias.requiresSenderAuth = value }
                alias.updatedAt = .now
            }
        }
        guard let changed else { throw .aliasNotFound(id) }
        return changed
    }
}

extension JSONValue {
    /// A mail alias as the API tells of it.
    fileprivate init(_ alias: EmailAliasRecord, slug: String) {
        self = .object([
            "id": .string(alias.id), "email": .string(alias.address),
            "label": alias.label.map(JSONValue.string) ?? .null,
            "allowlist": (try? JSONValue(text: alias.allowlist)) ?? [], "status": .string(alias.status),
            "replyConfig": alias.replyConfig.flatMap { try? JSONValue(text: $0) } ?? .null,
            "requireSenderAuth": .bool(alias.requiresSenderAuth), "agentId": .string(alias.automation),
            "agentSlug": .string(slug), "createdAt": .string(alias.createdAt.iso8601),
            "updatedAt": .string(alias.updatedAt.iso8601),
        ])
    }
}
