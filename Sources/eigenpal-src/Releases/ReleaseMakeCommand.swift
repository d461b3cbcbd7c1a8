import ArgumentParser
import SourceTool

/// `release make`, which `release` alone means.
struct ReleaseMakeCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "make", abstract: "Release a package: tag it, push the tag, sync its automation.",
        discussion: """
            The package must be valid, committed, and the same on the server's main. The version is raised from the highest
            release; a patch by default. A release never changes: the fix for a bad one is a new one.

            Exit code 1 where it was refused, or where the release stands and its sync failed; the message says which.

            Examples:
              eigenpal-src release
              eigenpal-src release minor agents/invoice --dry-run
              eigenpal-src release 2.0.0 agents/invoice -m "Reads every currency" --yes
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Option(
        name: [.customShort("m"), .customLong("message")],
        help: "The release's message; by default, the list of commits that it brings.")
    var message: String?
    @Flag(name: .customLong("dry-run"), help: "Show all that would be done, and change nothing.")
    var isDryRun = false
    @Flag(name: [.customShort("y"), .customLong("yes")], help: "Do not ask.") var isConfirmed = false
    @Flag(name: .customLong("no-sync"), help: "Do not sync the automation after.") var skipsSync = false
    @Argument(
        help: ArgumentHelp(
            "patch, minor, major or X.Y.Z, and the package; the one you stand in by default.",
            valueName: "version or package"))
    var request: [String] = []

    func perform() async throws {
        let context = try global.context()
        let options = MakeRelease.Options(
            message: message, isDryRun: isDryRun, isConfirmed: isConfirmed, syncs: !skipsSync)
        let report = try await MakeRelease.run(context, try ReleaseRequest(parsing: request), options)
        try render(report, json: answer.json, in: context)
    }
}
