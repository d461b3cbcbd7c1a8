import ArgumentParser
import SourceTool

/// `workflows`.
struct WorkflowsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workflows", abstract: "The workflows that the server knows.",
        discussion: """
            Examples:
              eigenpal-src workflows list
              eigenpal-src workflows get intake
            """,
        subcommands: [WorkflowsListCommand.self, WorkflowsGetCommand.self, WorkflowsVersionsCommand.self])

    @OptionGroup var global: GlobalArguments
}
