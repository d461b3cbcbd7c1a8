import ArgumentParser
import SourceTool

/// `agents`.
struct AgentsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agents", abstract: "The agents that the server knows.",
        discussion: """
            Examples:
              eigenpal-src agents list
              eigenpal-src agents get invoice
              eigenpal-src agents email add invoice invoices
            """,
        subcommands: [
            AgentsListCommand.self, AgentsGetCommand.self, AgentsCreateCommand.self, AgentsUpdateCommand.self,
            AgentsVersionsCommand.self, AgentsFilesCommand.self, AgentsEmailCommand.self,
        ])

    @OptionGroup var global: GlobalArguments
}
