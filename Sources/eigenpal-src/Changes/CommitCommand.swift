import ArgumentParser
import SourceTool

/// `commit`.
struct CommitCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "commit", abstract: "Commit what changed, without validating or pushing it.",
        discussion: """
            Without a package, everything that changed is committed, also what lies in no package.

            Examples:
              eigenpal-src commit -m "docs: describe the repository"
              eigenpal-src commit -m "fix: ask for the currency" agents/invoice
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Option(name: [.customShort("m"), .customLong("message")], help: "The commit's message.")
    var message: String
    @Argument(help: ArgumentHelp("Commit these packages only.", valueName: "package"))
    var packages: [String] = []

    func perform() async throws {
        let context = try global.context()
        let report = try await CommitChanges.run(context, message: message, packages: packages)
        try render(report, json: answer.json, in: context)
    }
}
