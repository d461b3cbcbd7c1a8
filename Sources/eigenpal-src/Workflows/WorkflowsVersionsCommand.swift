import ArgumentParser
import SourceTool

/// `workflows versions`.
struct WorkflowsVersionsCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "versions", abstract: "List a workflow's releases, as the server knows them.",
        discussion: """
            Examples:
              eigenpal-src workflows versions intake
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Argument(help: ArgumentHelp("Its package, its slug or its id.", valueName: "workflow"))
    var workflow: String

    func perform() async throws {
        let context = try global.context()
        try render(
            try await WorkflowVerbs.versions(context, workflow: workflow), json: answer.json, in: context)
    }
}
