import ArgumentParser
import SourceTool

/// `pull`.
struct PullCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "pull", abstract: "Fetch commits and releases, and move the branch forward to them.",
        discussion: """
            Never merges: where both sides have commits, it says so and changes nothing.

            Examples:
              eigenpal-src pull
              eigenpal-src pull --json
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments

    func perform() async throws {
        let context = try global.context()
        try render(try await PullChanges.run(context), json: answer.json, in: context)
    }
}
