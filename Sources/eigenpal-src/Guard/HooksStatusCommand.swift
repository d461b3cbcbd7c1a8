import ArgumentParser
import SourceTool

/// `hooks status`.
struct HooksStatusCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say whether pushes are checked.",
        discussion: """
            Exit code 0 where they are, 1 where not. What lefthook, husky or pre-commit run is told from the text of their
            configuration.

            Examples:
              eigenpal-src hooks status
              eigenpal-src hooks status --json
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments

    func perform() async throws {
        let context = try global.context()
        try render(try await InstallHooks.status(context), json: answer.json, in: context)
    }
}
