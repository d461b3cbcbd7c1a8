import ArgumentParser
import SourceTool

/// `runs list`.
struct RunsListCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List runs, the newest first.",
        discussion: """
            A day means its beginning for --since and its end for --until.

            Examples:
              eigenpal-src runs list
              eigenpal-src runs list --source agents.invoice \\
                  --status failed,rejected --since 7d
              eigenpal-src runs list --since 2026-07-01 --until 2026-07-14 --all --json
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Option(help: ArgumentHelp("Only runs of agents, or of workflows.", valueName: "agent|workflow"))
    var type: String?
    @Option(help: ArgumentHelp("Only runs of this agent or workflow.", valueName: "name"))
    var source: String?
    @Option(
        help: ArgumentHelp("Only runs that have come this far, with commas between.", valueName: "status"))
    var status: [String] = []
    @Option(help: ArgumentHelp("Only runs that were started by this, such as api.", valueName: "word"))
    var trigger: String?
    @Option(help: ArgumentHelp("Only runs that this key or person started.", valueName: "id"))
    var by: String?
    @Option(help: ArgumentHelp("Only runs of this version.", valueName: "ref"))
    var ref: String?
    @Option(help: ArgumentHelp("Only runs of this batch.", valueName: "id"))
    var batch: String?
    @Option(help: ArgumentHelp("Only runs that were held against this example.", valueName: "id"))
    var example: String?
    @Option(
        help: ArgumentHelp("Only runs made since: a day, a moment, or 30m, 24h, 7d.", valueName: "moment"))
    var since: String?
    @Option(help: ArgumentHelp("Only runs made until: as --since.", valueName: "moment"))
    var until: String?
    @Option(help: ArgumentHelp("The most runs; 20 by default.", valueName: "number"))
    var limit: Int?
    @Flag(help: "All of them.")
    var all = false

    func perform() async throws {
        let context = try global.context()
        var options = ListRuns.Options()
        (options.type, options.source, options.status) = (type, source, status)
        (options.trigger, options.by, options.ref) = (trigger, by, ref)
        (options.batch, options.example, options.since, options.until) = (batch, example, since, until)
        (options.limit, options.isAll) = (limit, all)
        try render(try await ListRuns.run(context, options), json: answer.json, in: context)
    }
}
