import ArgumentParser
import SourceTool

/// `dependents`.
struct DependentsCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "dependents",
        abstract: "List the packages that depend on one, and the versions they name.",
        discussion: """
            Reads the manifests of the working tree, with no network.

            Examples:
              eigenpal-src dependents resources/skills/ocr
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Argument(help: ArgumentHelp("The package; the one you stand in by default.", valueName: "package"))
    var package: String?

    func perform() async throws {
        let context = try global.context()
        let report = try await ListDependents.run(context, package: package)
        try render(report, json: answer.json, in: context)
    }
}
