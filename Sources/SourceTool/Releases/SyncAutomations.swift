import Eigenpal
import EigenpalAPI
import SourceFormat

/// `sync`: the server takes over what the latest release of an automation says of it. Nothing runs.
public enum SyncAutomations {
    /// Syncs the automations that arguments name, or that of the package around; one that fails stops no other.
    ///
    /// - Throws: ``ToolError`` where an argument names no automation, or the server does not take the key.
    public static func run(
        _ context: ToolContext, automations arguments: [String] = []
    ) async throws(ToolError) -> SyncReport {
        var automations: [AutomationArgument] = []
        for argument in arguments {
            let automation = try AutomationArgument.resolve(argument, context)
            if !automations.contains(automation) { automations.append(automation) }
        }
        if arguments.isEmpty { automations = [try AutomationArgument.resolve(nil, context)] }
        let account = try context.account()
        let named = automations
        return try await context.withClient(for: account) { client in
            var results: [SyncReport.Result] = []
            for automation in named {
                results.append(await sync(automation, client, account, context))
            }
            return SyncReport(results: results)
        }
    }

    /// Syncs one automation, again after 502, 503 and 504.
    static func sync(
        _ automation: AutomationArgument, _ client: EigenpalClient, _ account: Account,
        _ context: ToolContext,
        retry: RetryPolicy = .standard
    ) async -> SyncReport.Result {
        var result = SyncReport.Result(automation: automation.identifier)
        do throws(EigenpalError) {
            let answer = try await retry.run(
                waiting: { error, pause in
                    context.terminal.note(
                        "the server answered \(error.status ?? 0); trying again in \(pause)")
                }
            ) { () throws(EigenpalError) in try await client.automations.sync(automation.identifier) }
            result.type = answer.automation.type.rawValue
            result.status = answer.automation.status.rawValue
            result.version = answer.release.version
            result.tag = answer.release.tag
            result.commit = answer.release.commit
            result.warnings = answer.warnings
        } catch {
            result.problem = ToolError(error, account: account)
            result.isUnreachable = error.meansUnreachable
        }
        return result
    }
}

/// What became of each automation.
public struct SyncReport: Renderable {
    /// What became of one.
    public struct Result: Sendable, Encodable {
        /// The automation, as it was asked for.
        public var automation: String
        /// `agent` or `workflow`; nil where it failed.
        public var type: String?
        /// `active` or `archived`; nil where it failed.
        public var status: String?
        /// The release it follows now; nil where it failed.
        public var version: String?
        /// That release's tag; nil where it failed.
        public var tag: String?
        /// That release's commit; nil where it failed.
        public var commit: String?
        /// What the server found doubtful.
        public var warnings: [String] = []
        /// Why it failed; nil where it did not.
        public var problem: ToolError?
        /// Whether it failed because the server could not be reached, so that it may work later.
        var isUnreachable = false

        private enum CodingKeys: String, CodingKey {
            case automation, type, status, version, tag, commit, warnings, problem
        }

        /// Writes the result, the problem as its message.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(automation, forKey: .automation)
            try container.encodeIfPresent(type, forKey: .type)
            try container.encodeIfPresent(status, forKey: .status)
            try container.encodeIfPresent(version, forKey: .version)
            try container.encodeIfPresent(tag, forKey: .tag)
            try container.encodeIfPresent(commit, forKey: .commit)
            try container.encode(warnings, forKey: .warnings)
            try container.encodeIfPresent(problem?.message, forKey: .problem)
        }

        /// The result for a person.
        func lines(_ style: Style) -> [String] {
            if let problem {
                return ["\(style.bad("Not synced")) \(automation): \(problem.message)"]
                    + problem.details.map { "  \($0)" }
            }
            let release = version.map { " to \($0)" } ?? ""
            return ["\(style.good("Synced")) \(type ?? "automation") \(style.name(automation))\(release)"]
                + warnings.map { "  \(style.caution("warning")): \($0)" }
        }
    }

    /// The results, in the order the automations were named.
    public let results: [Result]

    /// 1 where one was not synced.
    public var exitCode: Int32 { results.contains { $0.problem != nil } ? 1 : 0 }

    /// A line for each automation, and what the server said of it below.
    public func lines(_ style: Style) -> [String] {
        results.flatMap { $0.lines(style) }
            + (results.lazy.compactMap { $0.problem?.next }.first.map { ["next: \($0)"] } ?? [])
    }
}
