import ArgumentParser
import SourceTool

/// `secrets drivers`.
struct SecretsDriversCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "drivers", abstract: "Have Git merge and compare secrets files by secret.",
        discussion: """
            clone and init do the same; this is for a checkout that git alone cloned, or whose tool moved elsewhere. Only the
            checkout's own configuration changes.

            Examples:
              eigenpal-src secrets drivers
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments

    func perform() async throws {
        let context = try global.context()
        try render(try await SetUpDrivers.run(context), json: answer.json, in: context)
    }
}
