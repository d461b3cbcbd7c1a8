import ArgumentParser
import SourceTool

/// `release make`, which `release` alone means.
struct ReleaseMakeCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "make", abstract: "Release packages: tag them, push the tags, sync their automations.",
        discussion: """
            The packages must be valid, committed, and the same on the server's main. A version is raised from the highest
            release: by what the commits since ask for (auto), or by the named part; a patch by default, auto with --all.
            A release never changes: the fix for a bad one is a new one.

            What is going to happen is shown first, and asked for. All tags go in one push. What is cut off is finished
            by the same command, or by "eigenpal-src release resume".

            Exit code 1 where it was refused, or where a release stands and its sync failed; the message says which.

            Examples:
              eigenpal-src release
              eigenpal-src release minor agents/invoice --dry-run
              eigenpal-src release 2.0.0 agents/invoice -m "Reads every currency" --yes
              eigenpal-src release auto resources/skills/ocr --with-dependents
              eigenpal-src release --all --yes
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Flag(name: .customLong("all"), help: "Release every package that changed.") var all = false
    @Flag(
        name: .customLong("with-dependents"),
        help: "Raise the versions that dependents name, in one commit, and release them too.")
    var withDependents = false
    @Flag(name: .customLong("merge"), help: "Bring the branch you stand on to main first.") var merges = false
    @Option(
        name: [.customShort("m"), .customLong("message")],
        help: "The release's message; by default, the changelog of what it brings.")
    var message: String?
    @Flag(name: .customLong("dry-run"), help: "Show all that would be done, and change nothing.")
    var isDryRun = false
    @Flag(name: [.customShort("y"), .customLong("yes")], help: "Do not ask.") var isConfirmed = false
    @Flag(name: .customLong("no-sync"), help: "Do not sync the automations after.") var skipsSync = false
    @Argument(
        help: ArgumentHelp(
            "auto, patch, minor, major or X.Y.Z, and the packages; the one you stand in by default.",
            valueName: "version or package"))
    var request: [String] = []

    func perform() async throws {
        let context = try global.context()
        let options = ReleaseOptions(
            message: message, all: all, withDependents: withDependents, merges: merges, isDryRun: isDryRun,
            isConfirmed: isConfirmed, syncs: !skipsSync)
        let report = try await MakeRelease.run(context, try ReleaseRequest(parsing: request), options)
        try render(report, json: answer.json, in: context)
    }
}
