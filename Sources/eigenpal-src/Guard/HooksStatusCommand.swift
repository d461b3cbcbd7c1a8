import ArgumentParser
import SourceTool

/// `hooks status`.
struct HooksStatusCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say whether pushes are checked.",
        discussion: """
            Examples:
              eigenpal-src hooks status --json
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments

    func perform() async throws {
        let context = try global.context()
        try render(try await InstallHooks.status(context), json: answer.json, in: context)
    }
}
