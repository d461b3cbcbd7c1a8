import ArgumentParser
import SourceTool

/// `release plan`.
struct ReleasePlanCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Show which packages ask for a release, their next versions, and why.",
        discussion: """
            From the checkout alone: no account, no network, and nothing is changed. The commits that touch a package since
            its highest release say by Conventional Commits which part of the version is raised. Types, packages to leave
            out, and whether dependents follow are set in .eigenpal-src.yaml.

            Examples:
              eigenpal-src release plan --all
              eigenpal-src release plan agents/invoice --json
              eigenpal-src release plan --all --since origin/main --markdown
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Flag(name: .customLong("markdown"), help: "Answer in Markdown, for a pull request.")
    var isMarkdown = false
    @Flag(name: .customLong("all"), help: "Every package, also inside of one.") var isAll = false
    @Option(help: ArgumentHelp("Count the commits that do not lead to this one.", valueName: "ref"))
    var since: String?
    @Option(
        help: ArgumentHelp(
            "Raise this part of the version of every package with commits: patch, minor or major.",
            valueName: "level"))
    var bump: String?
    @Argument(
        help: ArgumentHelp("The packages; the one you stand in by default, or all.", valueName: "package"))
    var packages: [String] = []

    func perform() async throws {
        guard !(answer.json && isMarkdown) else {
            throw ToolError.usage(
                "--json and --markdown exclude each other", next: "eigenpal-src release plan --help")
        }
        let context = try global.context()
        let report = try await PlanReleases.run(
            context, packages: packages, .init(isAll: isAll, since: since, bump: bump))
        if isMarkdown {
            try render(report.markdown, json: false, in: context)
        } else {
            try render(report, json: answer.json, in: context)
        }
    }
}
