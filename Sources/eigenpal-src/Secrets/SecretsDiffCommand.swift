import ArgumentParser
import SourceTool

/// `secrets diff`.
struct SecretsDiffCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Show which secrets differ between two commits.",
        discussion: """
            By name, never by value: + added, - removed, ~ changed. Without a commit, the last one is compared with the working
            tree; with one, that with the working tree; with two, these with each other.

            Examples:
              eigenpal-src secrets diff
              eigenpal-src secrets diff main~3 main --package agents/invoice --json
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @OptionGroup var place: PackageArguments
    @Argument(help: ArgumentHelp("One or two commits, as git names them.", valueName: "commit"))
    var commits: [String] = []

    func perform() async throws {
        let context = try global.context()
        let report = try await DiffSecrets.run(context, references: commits, package: place.package)
        try render(report, json: answer.json, in: context)
    }
}
