import ArgumentParser
import SourceTool

/// `agents versions`.
struct AgentsVersionsCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "versions", abstract: "List an agent's releases, as the server knows them.",
        discussion: """
            Examples:
              eigenpal-src agents versions invoice
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Argument(help: ArgumentHelp("Its package, its slug or its id.", valueName: "agent"))
    var agent: String

    func perform() async throws {
        let context = try global.context()
        try render(try await AgentVerbs.versions(context, agent: agent), json: answer.json, in: context)
    }
}
