import ArgumentParser
import SourceTool

/// `workflows list`.
struct WorkflowsListCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List workflows.",
        discussion: """
            Examples:
              eigenpal-src workflows list
              eigenpal-src workflows list --search intake --json
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Option(help: ArgumentHelp("Only those whose name holds this.", valueName: "text"))
    var search: String?
    @Option(help: ArgumentHelp("Only workflows, or only blocks.", valueName: "workflow|block"))
    var kind: String?
    @Option(help: ArgumentHelp("The most workflows; all by default.", valueName: "number"))
    var limit: Int?

    func perform() async throws {
        let context = try global.context()
        try render(
            try await WorkflowVerbs.list(context, search: search, kind: kind, limit: limit),
            json: answer.json, in: context)
    }
}
