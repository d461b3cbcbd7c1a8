import ArgumentParser
import SourceTool

/// `save`.
struct SaveCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "save", abstract: "Validate the changed packages, commit only them, and push.",
        discussion: """
            Where a package is not valid, nothing is committed and every finding is shown. Where the push is refused, the
            commit stays, and the next save or push sends it.

            Examples:
              eigenpal-src save -m "feat: add the invoice agent"
              eigenpal-src save -m "fix: ask for the currency" agents/invoice
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Option(name: [.customShort("m"), .customLong("message")], help: "The commit's message.")
    var message: String
    @Argument(help: ArgumentHelp("Save these packages only.", valueName: "package"))
    var packages: [String] = []

    func perform() async throws {
        let context = try global.context()
        let report = try await SaveChanges.run(context, message: message, packages: packages)
        try render(report, json: answer.json, in: context)
    }
}
