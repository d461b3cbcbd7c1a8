import ArgumentParser
import SourceTool

/// `agents list`.
struct AgentsListCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List agents.",
        discussion: """
            Examples:
              eigenpal-src agents list
              eigenpal-src agents list --search invoice --json
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Option(help: ArgumentHelp("Only those whose name or slug holds this.", valueName: "text"))
    var search: String?
    @Option(help: ArgumentHelp("The most agents; all by default.", valueName: "number"))
    var limit: Int?
    @Flag(help: "Also those whose package is gone.")
    var archived = false

    func perform() async throws {
        let context = try global.context()
        try render(
            try await AgentVerbs.list(context, search: search, includesArchived: archived, limit: limit),
            json: answer.json, in: context)
    }
}
