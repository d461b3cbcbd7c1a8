import ArgumentParser
import SourceTool

/// `auth status`.
struct AuthStatusCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Say which key goes to which server, and whether the server takes it.",
        discussion: """
            Examples:
              eigenpal-src auth status
              eigenpal-src --profile local auth status --json
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments

    func perform() async throws {
        let context = try global.context()
        try render(try await AuthStatus.run(context), json: answer.json, in: context)
    }
}
