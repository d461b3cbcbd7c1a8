import Eigenpal
import EigenpalAPI
import SourceFormat

/// `show`: an agent or a workflow as the server knows it, with its releases.
public enum ShowAutomation {
    /// Asks the server for an automation; a bare name is an agent's first, then a workflow's.
    ///
    /// - Throws: ``ToolError`` where the server knows none of that name.
    public static func run(
        _ context: ToolContext, automation argument: String? = nil
    ) async throws(ToolError) -> AutomationReport {
        let automation = try AutomationArgument.resolve(argument, context)
        return try await context.withClient { client in
            switch automation {
            case .package(let path) where path.root == .workflows:
                return try await workflow(path.slug, client)
            case .package(let path): return try await agent(path.slug, client)
            case .name(let name):
                do {
                    return try await agent(name, client)
                } catch EigenpalError.notFound {}
                do {
                    return try await workflow(name, client)
                } catch EigenpalError.notFound {
                    throw ToolError("the server knows no agent and no workflow \(name)")
                }
            }
        }
    }

    private static func agent(_ name: String, _ client: EigenpalClient) async throws -> AutomationReport {
        let agent = try await client.agents.get(name).agent
        let versions = try await client.agents.versions(agent.id)
        return AutomationReport(
            type: "agent", id: agent.id, slug: agent.slug, name: agent.name,
            description: agent.description.value, package: versions.packagePath, createdAt: agent.createdAt,
            updatedAt: agent.updatedAt, triggers: agent.triggers.map(AutomationReport.names),
            sourceIntegrity: agent.sourceIntegrity?.rawValue,
            releases: versions.versions.map { version in
                AutomationReport.Release(
                    version: version.version, tag: version.tag, commit: version.commit,
                    createdAt: version.createdAt, isLatest: version.latest)
            })
    }

    private static func workflow(_ name: String, _ client: EigenpalClient) async throws -> AutomationReport {
        let workflow = try await client.workflows.get(name)
        let versions = try await client.workflows.versions(workflow.id)
        return AutomationReport(
            type: "workflow", id: workflow.id, slug: nil, name: workflow.name.value, description: nil,
            package: nil, createdAt: workflow.createdAt, updatedAt: workflow.updatedAt,
            triggers: workflow.triggers.map(AutomationReport.names), sourceIntegrity: nil,
            releases: versions.data.compactMap { version in
                guard let number = version.version.value else { return nil }
                return AutomationReport.Release(
                    version: number, tag: nil, commit: nil, createdAt: version.createdAt,
                    isLatest: version.isCurrent ?? false)
            })
    }
}

/// An automation as the server knows it.
public struct AutomationReport: Renderable {
    /// One of its releases.
    public struct Release: Sendable, Encodable {
        /// The version.
        public let version: String
        /// The tag's name, of an agent.
        public let tag: String?
        /// The commit that was released, of an agent.
        public let commit: String?
        /// When, ISO 8601 in UTC.
        public let createdAt: String?
        /// Whether it is the latest.
        public let isLatest: Bool
    }

    /// `agent` or `workflow`.
    public let type: String
    /// The server's id.
    public let id: String
    /// The slug, of an agent.
    public let slug: String?
    /// The name for people.
    public let name: String?
    /// What it is for.
    public let description: String?
    /// Its package's path, of an agent.
    public let package: String?
    /// When the server first knew it, ISO 8601 in UTC.
    public let createdAt: String
    /// When that last changed.
    public let updatedAt: String?
    /// What starts it.
    public let triggers: [String]?
    /// Whether its package is where it should be, of an agent.
    public let sourceIntegrity: String?
    /// Its releases, highest version first.
    public let releases: [Release]

    /// What the server knows of it, then its releases.
    public func lines(_ style: Style) -> [String] {
        var rows = [["\(type)", slug ?? id]]
        func add(_ title: String, _ value: String?) {
            if let value, !value.isEmpty { rows.append([title, value]) }
        }
        add("id", slug == nil ? nil : id)
        add("name", name)
        add("description", description)
        add("package", package)
        add("triggers", triggers.map { $0.isEmpty ? "none" : $0.joined(separator: ", ") })
        if sourceIntegrity != "healthy" { add("source", sourceIntegrity) }
        add("created", createdAt)
        add("updated", updatedAt)
        var lines = style.table(rows) { column, cell in column == 0 ? style.dim(cell) : cell }
        lines += ["", style.bold("Releases")]
        if releases.isEmpty { return lines + ["  none yet"] }
        return lines
            + style.table(
                releases.map { release in
                    [
                        "  \(release.version)", String(release.commit?.prefix(7) ?? ""),
                        String(release.createdAt?.prefix(10) ?? ""), release.isLatest ? "latest" : "",
                    ]
                })
    }

    static func names(_ triggers: AutomationTriggers) -> [String] {
        let all = [
            ("api", triggers.api), ("email", triggers.email), ("manual", triggers.manual),
            ("cron", triggers.cron),
        ]
        return all.filter(\.1).map(\.0)
    }
}
