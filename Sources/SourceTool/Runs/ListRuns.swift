import Eigenpal
import EigenpalAPI
import SourceFormat

/// `runs list`.
public enum ListRuns {
    /// Which runs, as typed.
    public struct Options: Sendable {
        /// `agent` or `workflow`.
        public var type: String?
        /// The agent or workflow.
        public var source: String?
        /// How far they have come: any of these words.
        public var status: [String] = []
        /// What started them.
        public var trigger: String?
        /// Who started them.
        public var by: String?
        /// The version that they run.
        public var ref: String?
        /// The batch that they belong to.
        public var batch: String?
        /// The example that they were held against.
        public var example: String?
        /// Made since: a day, a moment, or how long ago.
        public var since: String?
        /// Made until: as ``since``.
        public var until: String?
        /// The most runs; 20 where nil.
        public var limit: Int?
        /// Whether all of them are wanted.
        public var isAll = false

        /// No filter at all.
        public init() {}
    }

    /// The most runs of one question.
    private static let mostOfPage = 100

    /// Lists runs, the newest first.
    ///
    /// - Throws: ``ToolError`` with exit code 2 for a filter that is none.
    public static func run(
        _ context: ToolContext, _ options: Options
    ) async throws(ToolError) -> Answer<RunsListResponse> {
        let filters = [
            ("source", options.source), ("trigger", options.trigger), ("by", options.by),
            ("ref", options.ref), ("batch", options.batch), ("example", options.example),
        ]
        // The server takes an empty filter for none at all.
        for (name, value) in filters where value == "" { throw .usage("--\(name) is empty") }
        let statuses = try statuses(options.status)
        if let type = options.type, !["agent", "workflow"].contains(type) {
            throw .usage("--type is agent or workflow, and not \"\(type)\"")
        }
        if let limit = options.limit, limit < 1 { throw .usage("--limit is at least 1") }
        guard options.limit == nil || !options.isAll else {
            throw .usage("--limit and --all exclude each other")
        }
        // The server knows packages by their dotted names.
        let source = options.source.map { (try? PackagePath(parsing: $0))?.dottedName ?? $0 }
        let now = context.clock()
        let since = try options.since.map { (text) throws(ToolError) in try moment(text, "--since", now) }
        let until = try options.until.map { (text) throws(ToolError) in try moment(text, "--until", now) }
        let wanted = options.isAll ? Int.max : options.limit ?? 20
        let answer = try await context.withClient { client in
            var found = RunsListResponse(runs: [])
            var cursor: String?
            repeat {
                let page = try await client.runs.list(
                    type: options.type.map(RunType.init(rawValue:)), source: source,
                    status: statuses, trigger: options.trigger, triggeredBy: options.by,
                    sourceRef: options.ref, batchId: options.batch, exampleId: options.example, from: since,
                    to: until, cursor: cursor, limit: min(wanted - found.runs.count, mostOfPage))
                found.runs += page.runs
                found.nextCursor = page.nextCursor
                guard page.nextCursor.value != cursor, !page.runs.isEmpty else { break }
                cursor = page.nextCursor.value
            } while cursor != nil && found.runs.count < wanted
            return found
        }
        if answer.nextCursor.value != nil, !options.isAll {
            context.terminal.note("there are more: --limit N, or --all")
        }
        return Answer(answer) { style in lines(answer.runs, style, now: now) }
    }

    private static func lines(_ runs: [RunListItem], _ style: Style, now: Int64) -> [String] {
        guard !runs.isEmpty else { return ["No run fits"] }
        let table = FittedTable(
            header: ["ID", "TARGET", "STATUS", "STARTED", "TOOK", "BY"],
            rows: runs.map { run in
                [
                    run.id, RunLines.target(run.type, run.source), run.execution.status.rawValue,
                    RunLines.moment(run.timing.createdAt, style, now: now), RunLines.took(run.timing),
                    RunLines.by(run.trigger),
                ]
            }, flexible: [1, 5])
        return table.lines(style) { row, column, cell in
            switch column {
            case 0: style.name(cell)
            case 2: RunLines.painted(runs[row].execution.status.rawValue, as: cell, style)
            default: cell
            }
        }
    }

    private static func statuses(_ typed: [String]) throws(ToolError) -> [ExecutionStatus] {
        var statuses: [ExecutionStatus] = []
        for word in typed.flatMap({ $0.split(separator: ",") }) {
            let status = ExecutionStatus(rawValue: String(word))
            guard ExecutionStatus.known.contains(status) else {
                throw .usage(
                    "there is no status \"\(word)\"; there are "
                        + ExecutionStatus.known.map(\.rawValue).joined(separator: ", "))
            }
            statuses.append(status)
        }
        guard typed.isEmpty || !statuses.isEmpty else { throw .usage("--status is empty") }
        return statuses
    }

    /// A moment as typed: a day, ISO 8601, or how long ago, `90s`, `30m`, `24h`, `7d`.
    static func moment(_ typed: String, _ option: String, _ now: Int64) throws(ToolError) -> String {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
        if let unit = typed.last.flatMap({ units[$0] }), let number = Int64(typed.dropLast()), number >= 0,
            number < 1_000_000
        {
            return Timestamp.iso(now - number * unit)
        }
        if APIDate.milliseconds(parsing: typed) != nil { return typed }
        if typed.utf8.count == 10, APIDate.milliseconds(parsing: "\(typed)T00:00:00Z") != nil { return typed }
        throw .usage(
            "\(option) takes a day (2026-07-14), a moment (2026-07-14T09:30:00Z) or how long ago (30m, 24h, 7d), "
                + "and not \"\(typed)\"")
    }
}
