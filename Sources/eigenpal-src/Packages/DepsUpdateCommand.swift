import ArgumentParser
import SourceTool

/// `deps update`.
struct DepsUpdateCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "update", abstract: "Name higher releases of dependencies in a manifest.",
        discussion: """
            Versions are raised in their places; comments, order and quotes stay. The highest compatible release is taken,
            or with --latest the highest of all. Nothing is committed.

            Examples:
              eigenpal-src deps update
              eigenpal-src deps update resources/skills/ocr \\
                  --package agents/invoice --latest
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Option(
        name: .customLong("package"),
        help: ArgumentHelp("The package; the one you stand in by default.", valueName: "package"))
    var package: String?
    @Flag(name: .customLong("latest"), help: "Also take releases that are not compatible.") var toLatest =
        false
    @Argument(help: ArgumentHelp("The dependencies to raise; all by default.", valueName: "dependency"))
    var dependencies: [String] = []

    func perform() async throws {
        let context = try global.context()
        let report = try await UpdateDependencies.run(
            context, dependencies: dependencies, package: package, toLatest: toLatest)
        try render(report, json: answer.json, in: context)
    }
}
