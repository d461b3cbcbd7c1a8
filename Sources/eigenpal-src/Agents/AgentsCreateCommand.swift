import ArgumentParser
import SourceTool

/// `agents create`.
struct AgentsCreateCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make an agent: the server puts its package into the repository.",
        discussion: """
            init makes one in the checkout instead, to be looked at before it is saved.

            Examples:
              eigenpal-src agents create invoice --name "Invoices" \\
                  --description "Reads invoices."
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Option(help: ArgumentHelp("Its name for people; the slug by default.", valueName: "text"))
    var name: String?
    @Option(help: ArgumentHelp("What it is for.", valueName: "text"))
    var description: String?
    @Option(
        help: ArgumentHelp(
            "Its settings, a JSON object; @FILE for a file's, - for standard input's.", valueName: "json"))
    var configJson: String?
    @Argument(help: ArgumentHelp("Its slug, such as finance.invoice.", valueName: "slug"))
    var slug: String

    func perform() async throws {
        let context = try global.context()
        let made = try await AgentVerbs.create(
            context, slug: slug, name: name, description: description, config: configJson)
        try render(made, json: answer.json, in: context)
    }
}
