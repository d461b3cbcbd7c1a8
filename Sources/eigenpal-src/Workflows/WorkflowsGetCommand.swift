import ArgumentParser
import SourceTool

/// `workflows get`.
struct WorkflowsGetCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Show a workflow, with its definition.",
        discussion: """
            Examples:
              eigenpal-src workflows get intake
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Argument(help: ArgumentHelp("Its package, its slug or its id.", valueName: "workflow"))
    var workflow: String

    func perform() async throws {
        let context = try global.context()
        try render(try await WorkflowVerbs.get(context, workflow: workflow), json: answer.json, in: context)
    }
}
