import ArgumentParser
import SourceTool

/// `validate`.
struct ValidateCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Check packages against every rule of the source format.",
        discussion: """
            A package is named by its path (agents/invoice), its dotted name (agents.invoice) or a path in the file
            system (.); without one, it is the package you stand in.
            All findings are shown at once. Exit code 1 where one of them is an error.

            Examples:
              eigenpal-src validate
              eigenpal-src validate agents/invoice resources.skills.ocr
              eigenpal-src validate --all --json
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Flag(help: "Validate every package and the repository's root.") var all = false
    @Argument(help: ArgumentHelp("The packages to validate.", valueName: "package"))
    var packages: [String] = []

    func perform() async throws {
        let context = try global.context()
        let report = try await ValidatePackages.run(context, packages: packages, all: all)
        try render(report, json: answer.json, in: context)
    }
}
