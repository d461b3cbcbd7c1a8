import ArgumentParser
import SourceTool

/// `hooks uninstall`.
struct HooksUninstallCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "uninstall", abstract: "Take the hook away, and put back the one that was there before.",
        discussion: """
            The checkout remembers it, so that init writes none again; hooks install does.

            Examples:
              eigenpal-src hooks uninstall
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments

    func perform() async throws {
        let context = try global.context()
        try render(try await InstallHooks.uninstall(context), json: answer.json, in: context)
    }
}
