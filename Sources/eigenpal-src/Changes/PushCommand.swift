import ArgumentParser
import SourceTool

/// `push`.
struct PushCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "push", abstract: "Push the current branch, and show what the server says to it.",
        discussion: """
            Examples:
              eigenpal-src push
              eigenpal-src push --json
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments

    func perform() async throws {
        let context = try global.context()
        try render(try await PushBranch.run(context), json: answer.json, in: context)
    }
}
