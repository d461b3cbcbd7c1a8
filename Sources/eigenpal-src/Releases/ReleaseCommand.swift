import ArgumentParser

/// `release`.
struct ReleaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release", abstract: "Plan releases, make them, and finish what was cut off.",
        discussion: """
            A release is an annotated tag on main, pushed to the server, which then takes over what it says of its agent or
            workflow. It never changes: the fix for a bad one is a new one.

            "release" alone means "release make": eigenpal-src release make --help lists its options.

            Examples:
              eigenpal-src release
              eigenpal-src release minor agents/invoice --dry-run
              eigenpal-src release plan
              eigenpal-src release --all --yes
              eigenpal-src release resume
            """,
        subcommands: [
            ReleaseMakeCommand.self, ReleasePlanCommand.self, ReleaseResumeCommand.self,
            ReleaseAbortCommand.self, ReleaseVerifyCommand.self,
        ],
        defaultSubcommand: ReleaseMakeCommand.self)

    @OptionGroup var global: GlobalArguments
}
