import ArgumentParser
import SourceTool

/// `clean`.
struct CleanCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "clean",
        abstract: "Exit with 0 where everything is committed, else with 1 and the list.",
        discussion: """
            Nothing is removed. For scripts that must not run over changes.

            Examples:
              eigenpal-src clean
              eigenpal-src clean --json
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments

    func perform() async throws {
        let context = try global.context()
        try render(try await CheckClean.run(context), json: answer.json, in: context)
    }
}
