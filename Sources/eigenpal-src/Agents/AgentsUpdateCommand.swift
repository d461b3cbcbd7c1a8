import ArgumentParser
import SourceTool

/// `agents update`.
struct AgentsUpdateCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "update", abstract: "Change what the server keeps of an agent.",
        discussion: """
            What is not named stays. A release of the package sets its name and description anew.

            Examples:
              eigenpal-src agents update invoice --name "Invoices and receipts"
              eigenpal-src agents update invoice --config-json '{"model": "large"}'
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Option(help: ArgumentHelp("Its name for people.", valueName: "text"))
    var name: String?
    @Option(help: ArgumentHelp("What it is for.", valueName: "text"))
    var description: String?
    @Option(
        help: ArgumentHelp(
            "Its settings, a JSON object; @FILE for a file's, - for standard input's.", valueName: "json"))
    var configJson: String?
    @Argument(help: ArgumentHelp("Its package, its slug or its id.", valueName: "agent"))
    var agent: String

    func perform() async throws {
        let context = try global.context()
        let changed = try await AgentVerbs.update(
            context, agent: agent, name: name, description: description, config: configJson)
        try render(changed, json: answer.json, in: context)
    }
}
