import ArgumentParser
import SourceTool

/// `deps why`.
struct DepsWhyCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "why", abstract: "Show every way by which a package comes to depend on another.",
        discussion: """
            Exit code 1 where there is none.

            Examples:
              eigenpal-src deps why agents/invoice resources/skills/ocr
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Argument(help: ArgumentHelp("The package that depends.", valueName: "package")) var package: String
    @Argument(help: ArgumentHelp("The package depended on.", valueName: "dependency")) var dependency: String

    func perform() async throws {
        let context = try global.context()
        let report = try await ExplainDependency.run(context, package: package, dependency: dependency)
        try render(report, json: answer.json, in: context)
    }
}
