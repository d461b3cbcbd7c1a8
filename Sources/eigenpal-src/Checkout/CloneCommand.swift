import ArgumentParser
import SourceTool

/// `clone`.
struct CloneCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "clone", abstract: "Clone the organization's source repository.",
        discussion: """
            The checkout is set up so that plain git works in it: git asks this tool for the API key, which is never \
            written into it. A repository without a commit gets its first. A pre-push hook has pushes checked first.

            Examples:
              eigenpal-src clone
              eigenpal-src --profile local clone acme
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Argument(
        help: ArgumentHelp("The directory to clone into (default: the repository's name).", valueName: "dir"))
    var directory: String?
    @Flag(name: .customLong("no-hooks"), help: "Write no pre-push hook, now or later.") var isWithoutHooks =
        false

    func perform() async throws {
        let context = try global.context()
        let report = try await Clone.run(context, directory: directory, withHooks: !isWithoutHooks)
        try render(report, json: answer.json, in: context)
    }
}
