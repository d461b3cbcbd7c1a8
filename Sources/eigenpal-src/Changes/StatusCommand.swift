import ArgumentParser
import SourceTool

/// `status`.
struct StatusCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show the branch, what changed, what is not released and what is wrong with it.",
        discussion: """
            Nothing is fetched: how far the branch is from the server's is as it was last fetched.

            Examples:
              eigenpal-src status
              eigenpal-src status --json
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments

    func perform() async throws {
        let context = try global.context()
        try render(try await ShowStatus.run(context), json: answer.json, in: context)
    }
}
