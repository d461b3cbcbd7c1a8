import Eigenpal
import EigenpalAPI

/// `agents email`: the mail addresses that start agents.
public enum EmailVerbs {
    /// What to make of an address, as typed; what is nil stays as it is.
    public struct Change: Sendable {
        /// What it is for; empty takes it away.
        public var label: String?
        /// Who may write to it.
        public var allow: [String] = []
        /// `active` or `disabled`.
        public var status: String?
        /// How runs are answered by mail, in JSON.
        public var replyJSON: String?
        /// Whether a sender must be proven.
        public var requiresSenderAuth: Bool?
        /// Whether everybody may write to it.
        public var allowsEverybody = false

        /// No change at all.
        public init() {}
    }

    /// Lists the addresses of all agents.
    ///
    /// - Throws: ``ToolError``.
    public static func list(_ context: ToolContext) async throws(ToolError) -> Answer<EmailAliasesResponse> {
        let answer = try await context.withClient { client in try await client.agents.emailTriggers.list() }
        return Answer(answer) { lines(answer.emails, $0) }
    }

    /// Gets whether mail starts an agent, and its addresses.
    ///
    /// - Throws: ``ToolError`` where there is no such agent.
    public static func get(
        _ context: ToolContext, agent: String
    ) async throws(ToolError) -> Answer<EmailTriggerResponse> {
        let answer = try await context.withAgent(agent) { client, name in
            try await client.agents.emailTriggers.get(name)
        }
        return Answer(answer) { style in
            [state(answer.trigger, of: agent)] + (answer.emails.isEmpty ? [] : lines(answer.emails, style))
        }
    }

    /// Lets mail start an agent, or no longer.
    ///
    /// - Throws: ``ToolError``.
    public static func set(
        _ context: ToolContext, agent: String, isEnabled: Bool
    ) async throws(ToolError) -> Answer<EmailTriggerUpdateResponse> {
        let answer = try await context.withAgent(agent) { client, name in
            try await client.agents.emailTriggers.update(name, enabled: isEnabled)
        }
        return Answer(answer) { _ in [state(answer.trigger, of: agent)] }
    }

    /// Gives an agent an address.
    ///
    /// - Parameter address: a whole address, or a name for one of the server's own domain.
    /// - Throws: ``ToolError`` where it is taken.
    public static func add(
        _ context: ToolContext, agent: String, address: String, _ change: Change
    ) async throws(ToolError) -> Answer<EmailAliasResponse> {
        guard change.status == nil, change.requiresSenderAuth == nil else {
            throw .usage("an address is made active, with senders proven; agents email update changes that")
        }
        let reply = try reply(change, context)
        let isWhole = address.contains("@")
        let answer = try await context.withAgent(agent) { client, name in
            try await client.agents.emailTriggers.createAlias(
                name,
                EmailAliasCreateBody(
                    email: isWhole ? address : nil, alias: isWhole ? nil : address, label: change.label,
                    allowlist: change.allow.isEmpty ? nil : change.allow, replyConfig: reply))
        }
        return Answer(answer) { lines([answer.email], $0) }
    }

    /// Changes an address.
    ///
    /// - Throws: ``ToolError`` with exit code 2 where nothing is to be changed.
    public static func update(
        _ context: ToolContext, agent: String, id: String, _ change: Change
    ) async throws(ToolError) -> Answer<EmailAliasResponse> {
        if let status = change.status, !["active", "disabled"].contains(status) {
            throw .usage("--status is active or disabled, and not \"\(status)\"")
        }
        guard change.allow.isEmpty || !change.allowsEverybody else {
            throw .usage("--allow and --allow-everybody exclude each other")
        }
        let reply = try reply(change, context)
        let label: Nullable<String> = change.label.map { $0.isEmpty ? .null : .value($0) } ?? .absent
        let body = EmailAliasUpdateBody(
            label: label, allowlist: change.allowsEverybody ? [] : change.allow.isEmpty ? nil : change.allow,
            status: change.status, replyConfig: reply, requireSenderAuth: change.requiresSenderAuth)
        guard body != EmailAliasUpdateBody() else {
            throw .usage(
                "nothing is to be changed: --label, --allow, --status, --reply-json or --sender-auth")
        }
        let answer = try await context.withAgent(agent) { client, name in
            let id = try await identifier(id, of: name, client)
            return try await client.agents.emailTriggers.updateAlias(name, id: id, body)
        }
        return Answer(answer) { lines([answer.email], $0) }
    }

    /// Takes an address from an agent.
    ///
    /// - Throws: ``ToolError``.
    public static func remove(
        _ context: ToolContext, agent: String, id: String
    ) async throws(ToolError) -> Answer<EmailAliasRemovalResponse> {
        let answer = try await context.withAgent(agent) { client, name in
            let id = try await identifier(id, of: name, client)
            return try await client.agents.emailTriggers.deleteAlias(name, id: id)
        }
        return Answer(answer) { _ in [answer.removed ? "Removed \(id)" : "\(id) was not there"] }
    }

    /// The id of an address, which may be named by itself too, and by what stands before its `@` where no other is alike.
    private static func identifier(
        _ typed: String, of agent: String, _ client: EigenpalClient
    ) async throws -> String {
        let emails = try await client.agents.emailTriggers.get(agent).emails
        let found = emails.filter { email in
            let address = email["email"]?.string ?? ""
            return [email["id"]?.string, address].contains(typed) || address.hasPrefix("\(typed)@")
        }
        guard found.count < 2 else {
            throw ToolError(
                "\(agent) has several addresses \(typed)",
                details: found.compactMap { $0["email"]?.string })
        }
        guard let id = found.first?["id"]?.string else {
            throw ToolError(
                "\(agent) has no address \(typed)", next: "\(ToolVersion.name) agents email get \(agent)")
        }
        return id
    }

    private static func reply(
        _ change: Change, _ context: ToolContext
    ) throws(ToolError) -> [String: JSONValue]? {
        try change.replyJSON.map { (text) throws(ToolError) in
            try JSONArgument.object(text, of: "--reply-json", context)
        }
    }

    private static func state(_ trigger: JSONValue, of agent: String) -> String {
        switch trigger["enabled"]?.bool {
        case true: "Mail starts \(trigger["agentSlug"]?.string ?? agent)"
        case false: "Mail does not start \(trigger["agentSlug"]?.string ?? agent)"
        default: JSONText.compact(trigger)
        }
    }

    private static func lines(_ emails: [JSONValue], _ style: Style) -> [String] {
        guard !emails.isEmpty else { return ["There is no address"] }
        return FittedTable(
            header: ["ADDRESS", "AGENT", "STATUS", "FROM", "LABEL", "ID"],
            rows: emails.map { email in
                let allowed = email["allowlist"]?.array?.compactMap(\.string) ?? []
                return [
                    email["email"]?.string ?? "", email["agentSlug"]?.string ?? "",
                    email["status"]?.string ?? "",
                    allowed.isEmpty ? "everybody" : allowed.joined(separator: ", "),
                    email["label"]?.string ?? "", email["id"]?.string ?? "",
                ]
            }, flexible: [0, 1, 3, 4]
        ).lines(style) { _, column, cell in column == 0 ? style.name(cell) : cell }
    }
}
