import ArgumentParser
import SourceTool

/// `deps outdated`.
struct DepsOutdatedCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "outdated", abstract: "List the dependencies of which a higher version is released.",
        discussion: """
            By the releases of the checkout, with no network. "compatible" is the highest release of the same first number,
            or before 1.0.0 of the same second one.

            Examples:
              eigenpal-src deps outdated agents/invoice
              eigenpal-src deps outdated --all --json
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Flag(name: .customLong("all"), help: "Look at every package.") var all = false
    @Argument(help: ArgumentHelp("The package; the one you stand in by default.", valueName: "package"))
    var package: String?

    func perform() async throws {
        let context = try global.context()
        let report = try await OutdatedDependencies.run(context, package: package, all: all)
        try render(report, json: answer.json, in: context)
    }
}
