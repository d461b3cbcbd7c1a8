import ArgumentParser
import SourceTool

/// `release verify`.
struct ReleaseVerifyCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check that releases here and on the server agree and are sound.",
        discussion: """
            Each release must be the same tag here and there, annotated, on main, with a valid package whose dependencies
            are released. Exit code 1 where something is not so.

            Examples:
              eigenpal-src release verify agents/invoice
              eigenpal-src release verify --all --json
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Flag(name: .customLong("all"), help: "Verify the releases of every package.") var all = false
    @Argument(help: ArgumentHelp("The packages; the one you stand in by default.", valueName: "package"))
    var packages: [String] = []

    func perform() async throws {
        let context = try global.context()
        let report = try await VerifyReleases.run(context, packages: packages, all: all)
        try render(report, json: answer.json, in: context)
    }
}
