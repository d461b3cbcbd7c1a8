import Eigenpal
import EigenpalAPI
import SourceFormat

/// `agents`: the organization's agents as the server knows them.
public enum AgentVerbs {
    /// Lists agents.
    ///
    /// - Parameters:
    ///   - search: a part of the name or slug.
    ///   - includesArchived: also those whose package is gone.
    ///   - limit: the most that are told; nil for all.
    /// - Throws: ``ToolError``.
    public static func list(
        _ context: ToolContext, search: String? = nil, includesArchived: Bool = false, limit: Int? = nil
    ) async throws(ToolError) -> Answer<ListAgentsResponse> {
        if let limit, limit < 1 { throw .usage("--limit is at least 1") }
        let answer = try await context.withClient { client in
            try await ListAgentsResponse.joined(limit: limit) { (limit, offset) throws(EigenpalError) in
                try await client.agents.list(
                    search: search, includeArchived: includesArchived ? true : nil, limit: limit,
                    offset: offset)
            }
        }
        let now = context.clock()
        return Answer(answer) { style in
            guard !answer.data.isEmpty else { return [search == nil ? "There is no agent" : "No agent fits"] }
            return FittedTable(
                header: ["SLUG", "NAME", "VERSION", "UPDATED"],
                rows: answer.data.map { agent in
                    [
                        agent.slug, agent.name, agent.latestVersion.value ?? "",
                        RunLines.moment(agent.updatedAt ?? agent.createdAt, style, now: now),
                    ]
                }, flexible: [0, 1]
            ).lines(style) { _, column, cell in column == 0 ? style.name(cell) : cell }
        }
    }

    /// Gets an agent.
    ///
    /// - Throws: ``ToolError`` where there is none.
    public static func get(
        _ context: ToolContext, agent: String
    ) async throws(ToolError) -> Answer<GetAgentResponse> {
        let answer = try await context.withAgent(agent) { client, name in try await client.agents.get(name) }
        return Answer(answer) { AgentLines.lines(answer.agent, $0) }
    }

    /// Makes an agent: the server puts a package into the repository.
    ///
    /// - Throws: ``ToolError`` where it takes no such agent.
    public static func create(
        _ context: ToolContext, slug: String, name: String?, description: String?, config: String?
    ) async throws(ToolError) -> Answer<CreateAgentResponse> {
        let config = try config.map { (text) throws(ToolError) in
            try JSONArgument.object(text, of: "--config-json", context)
        }
        let answer = try await context.withClient { client in
            try await client.agents.create(
                name: name ?? slug, slug: slug, description: description, config: config)
        }
        context.terminal.note("next: \(ToolVersion.name) pull")
        return Answer(answer) { style in
            let slug = answer.agent.slug
            return [
                answer.sourceRecovered == true
                    ? "Made the agent \(style.name(slug)) of the package that was there"
                    : "Made the agent \(style.name(slug))"
            ]
        }
    }

    /// Changes what the server keeps of an agent.
    ///
    /// - Throws: ``ToolError`` with exit code 2 where nothing is to be changed.
    public static func update(
        _ context: ToolContext, agent: String, name: String?, description: String?, config: String?
    ) async throws(ToolError) -> Answer<PatchAgentResponse> {
        guard name != nil || description != nil || config != nil else {
            throw .usage("nothing is to be changed: --name, --description or --config-json")
        }
        let config = try config.map { (text) throws(ToolError) in
            try JSONArgument.object(text, of: "--config-json", context)
        }
        let answer = try await context.withAgent(agent) { client, id in
            try await client.agents.update(id, name: name, description: description, config: config)
        }
        return Answer(answer) { AgentLines.lines(answer.agent, $0) }
    }

    /// Lists an agent's releases.
    ///
    /// - Throws: ``ToolError`` where there is no such agent.
    public static func versions(
        _ context: ToolContext, agent: String
    ) async throws(ToolError) -> Answer<ListAgentVersionsResponse> {
        let answer = try await context.withAgent(agent) { client, name in
            try await client.agents.versions(name)
        }
        return Answer(answer) { style in
            guard !answer.versions.isEmpty else { return ["\(answer.slug) has no release yet"] }
            return FittedTable(
                header: ["VERSION", "COMMIT", "RELEASED", "BY", "NOTES"],
                rows: answer.versions.map { version in
                    [
                        version.version + (version.latest ? " (latest)" : ""),
                        String(version.commit.prefix(7)),
                        String(version.createdAt?.prefix(10) ?? ""),
                        version.createdByUser?.name ?? version.createdByUser?.email ?? "",
                        String(version.notes?.split(whereSeparator: \.isNewline).first ?? ""),
                    ]
                }, flexible: [3, 4]
            ).lines(style) { _, column, cell in column == 0 ? style.name(cell) : cell }
        }
    }

    /// Lists the files of an agent's package on the server.
    ///
    /// - Throws: ``ToolError`` where there is no such agent.
    public static func files(
        _ context: ToolContext, agent: String, prefix: String?, ref: String?
    ) async throws(ToolError) -> Answer<AgentFilesResponse> {
        let answer = try await context.withAgent(agent) { client, name in
            try await client.agents.listFiles(name, prefix: prefix, ref: ref)
        }
        return Answer(answer) { style in
            answer.files.isEmpty
                ? ["There is no such file"]
                : FittedTable(
                    header: [], rows: answer.files.map { [$0.path, TimeText.size(Int64($0.size))] },
                    flexible: []
                ).lines(style)
        }
    }

    /// One file of an agent's package: its own bytes on standard output, its description with `--json`.
    ///
    /// - Throws: ``ToolError`` where there is none, and for bytes that a terminal had better not see.
    public static func file(
        _ context: ToolContext, agent: String, path: String, ref: String?, json: Bool
    ) async throws(ToolError) {
        let answer = try await context.withAgent(agent) { client, name in
            do {
                return try await client.agents.file(name, path: path, ref: ref)
            } catch EigenpalError.notFound(let failure) where failure.envelope?.issues.first?.field == "path"
            {
                var error = ToolError(EigenpalError.notFound(failure))
                error.next = "\(ToolVersion.name) agents files \(agent)"
                throw error
            }
        }
        let shown = Answer(answer) { _ in [] }
        if json { return try Output.render(shown, json: true, in: context) }
        let bytes = try AgentFileBytes.of(answer)
        guard context.terminal.outputIsTerminal else { return try context.terminal.write(bytes) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ToolError(
                "\(path) is no text",
                next: "\(ToolVersion.name) agents files \(agent) \(path) > FILE")
        }
        try context.terminal.write(Array(TerminalText.cleaned(text, lineBreaks: true, tabs: true).utf8))
    }
}

/// An agent as people read of it.
enum AgentLines {
    static func lines(_ agent: AgentSummary, _ style: Style) -> [String] {
        RunLines.facts(
            [
                ("agent", style.name(agent.slug)), ("id", agent.id), ("name", agent.name),
                ("description", agent.description.value), ("version", agent.latestVersion.value),
                ("commit", agent.latestCommit.value.map { String($0.prefix(7)) }),
                ("triggers", agent.triggers.map { Self.words(AutomationReport.names($0)) }),
                ("source", agent.sourceIntegrity.flatMap { $0 == .healthy ? nil : $0.rawValue }),
                ("runs", agent.stats?.totalExecutions.map { "\($0)" }),
                ("last run", agent.stats?.lastExecutionAt.value), ("created", agent.createdAt),
                ("updated", agent.updatedAt),
                ("config", agent.config.flatMap { $0.isEmpty ? nil : JSONText.compact(.object($0)) }),
            ], style)
    }

    private static func words(_ words: [String]) -> String {
        words.isEmpty ? "none" : words.joined(separator: ", ")
    }
}

extension ToolContext {
    /// Calls `body` with a client and the name that the server knows an automation by.
    ///
    /// - Throws: ``ToolError``; where there is no such agent, with the command that lists those there are.
    func withAgent<Value: Sendable>(
        _ typed: String, _ body: (EigenpalClient, String) async throws -> Value
    ) async throws(ToolError) -> Value {
        let automation = try AutomationArgument.resolve(typed, self)
        if case .package(let path) = automation, path.root != .agents {
            throw .usage("\(path) is no agent", next: "\(ToolVersion.name) \(path.root) get \(path)")
        }
        let name = if case .package(let path) = automation { path.slug } else { automation.identifier }
        return try await withClient { client in
            do {
                return try await body(client, name)
            } catch EigenpalError.notFound(let failure) {
                throw ToolError(failure, isAbout: "agent", lists: ["agent": "agents list"])
            }
        }
    }
}
