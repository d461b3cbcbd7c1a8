import ArgumentParser
import SourceTool

/// `agents get`.
struct AgentsGetCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Show an agent.",
        discussion: """
            Examples:
              eigenpal-src agents get invoice
              eigenpal-src agents get agents/finance/invoice --json
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Argument(help: ArgumentHelp("Its package, its slug or its id.", valueName: "agent"))
    var agent: String

    func perform() async throws {
        let context = try global.context()
        try render(try await AgentVerbs.get(context, agent: agent), json: answer.json, in: context)
    }
}
