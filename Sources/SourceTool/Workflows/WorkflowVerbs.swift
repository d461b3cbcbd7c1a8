import Eigenpal
import EigenpalAPI
import SourceFormat

/// `workflows`: the organization's workflows as the server knows them.
public enum WorkflowVerbs {
    /// Lists workflows.
    ///
    /// - Throws: ``ToolError`` with exit code 2 for a kind that is none.
    public static func list(
        _ context: ToolContext, search: String? = nil, kind: String? = nil, limit: Int? = nil
    ) async throws(ToolError) -> Answer<ListWorkflowsResponse> {
        if let limit, limit < 1 { throw .usage("--limit is at least 1") }
        let wanted = kind.flatMap(WorkflowsListKind.init(rawValue:))
        if let kind, wanted == nil { throw .usage("--kind is workflow or block, and not \"\(kind)\"") }
        let answer = try await context.withClient { client in
            try await ListWorkflowsResponse.joined(limit: limit) { (limit, offset) throws(EigenpalError) in
                try await client.workflows.list(search: search, kind: wanted, limit: limit, offset: offset)
            }
        }
        let now = context.clock()
        return Answer(answer) { style in
            guard !answer.data.isEmpty else {
                return [search == nil && kind == nil ? "There is no workflow" : "No workflow fits"]
            }
            return FittedTable(
                header: ["NAME", "VERSION", "UPDATED", "ID"],
                rows: answer.data.map { workflow in
                    [
                        workflow.name.value ?? "", workflow.version.value ?? "",
                        RunLines.moment(workflow.updatedAt ?? workflow.createdAt, style, now: now),
                        workflow.id,
                    ]
                }, flexible: [0]
            ).lines(style) { _, column, cell in column == 0 ? style.name(cell) : cell }
        }
    }

    /// Gets a workflow, with its definition.
    ///
    /// - Throws: ``ToolError`` where there is none.
    public static func get(
        _ context: ToolContext, workflow: String
    ) async throws(ToolError) -> Answer<WorkflowDetail> {
        let answer = try await context.withWorkflow(workflow) { client, name in
            try await client.workflows.get(name)
        }
        return Answer(answer) { style in
            let triggers = answer.triggers.map(AutomationReport.names)
            let facts = RunLines.facts(
                [
                    ("workflow", style.name(answer.name.value ?? answer.id)), ("id", answer.id),
                    ("version", answer.version.value),
                    ("triggers", triggers.map { $0.isEmpty ? "none" : $0.joined(separator: ", ") }),
                    ("created", answer.createdAt), ("updated", answer.updatedAt),
                ], style)
            guard let definition = answer.yamlContent.value, !definition.isEmpty else { return facts }
            let lines = definition.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            return facts + ["", style.bold("Definition")]
                + (lines.last?.isEmpty == true ? lines.dropLast() : lines[...]).map {
                    $0.isEmpty ? "" : "  \($0)"
                }
        }
    }

    /// Lists a workflow's releases.
    ///
    /// - Throws: ``ToolError`` where there is no such workflow.
    public static func versions(
        _ context: ToolContext, workflow: String
    ) async throws(ToolError) -> Answer<ListVersionsResponse> {
        let answer = try await context.withWorkflow(workflow) { client, name in
            var all = try await client.workflows.versions(name, limit: 100)
            while all.data.count < all.total {
                let page = try await client.workflows.versions(name, limit: 100, offset: all.data.count)
                guard !page.data.isEmpty else { break }
                all.data += page.data
                all.limit = all.data.count
            }
            return all
        }
        return Answer(answer) { style in
            guard !answer.data.isEmpty else { return ["\(workflow) has no release yet"] }
            return FittedTable(
                header: ["VERSION", "RELEASED", "ID"],
                rows: answer.data.map { version in
                    [
                        (version.version.value ?? "") + (version.isCurrent == true ? " (latest)" : ""),
                        String(version.createdAt?.prefix(10) ?? ""), version.id,
                    ]
                }, flexible: []
            ).lines(style) { _, column, cell in column == 0 ? style.name(cell) : cell }
        }
    }
}

extension ToolContext {
    /// Calls `body` with a client and the name that the server knows a workflow by.
    ///
    /// - Throws: ``ToolError``; where there is no such workflow, with the command that lists those there are.
    fileprivate func withWorkflow<Value: Sendable>(
        _ typed: String, _ body: (EigenpalClient, String) async throws -> Value
    ) async throws(ToolError) -> Value {
        let automation = try AutomationArgument.resolve(typed, self)
        if case .package(let path) = automation, path.root != .workflows {
            throw .usage("\(path) is no workflow", next: "\(ToolVersion.name) \(path.root) get \(path)")
        }
        let name = if case .package(let path) = automation { path.slug } else { automation.identifier }
        return try await withClient { client in
            do {
                return try await body(client, name)
            } catch EigenpalError.notFound(let failure) {
                var error = ToolError(EigenpalError.notFound(failure))
                error.next = error.next ?? "\(ToolVersion.name) workflows list"
                throw error
            }
        }
    }
}
