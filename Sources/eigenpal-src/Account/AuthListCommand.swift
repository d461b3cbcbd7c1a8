import ArgumentParser
import SourceTool

/// `auth list`.
struct AuthListCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the profiles of the credentials file.",
        discussion: """
            Examples:
              eigenpal-src auth list
              eigenpal-src auth list --json
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments

    func perform() async throws {
        let context = try global.context()
        try render(try AuthList.run(context), json: answer.json, in: context)
    }
}
