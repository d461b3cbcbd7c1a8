import ArgumentParser

/// `release`.
struct ReleaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release", abstract: "Release a package: tag it, push the tag, sync its automation.",
        discussion: """
            The package must be valid, committed, and the same on the server's main. The version is raised from the highest
            release; a patch by default. A release never changes: the fix for a bad one is a new one.

            "release" alone means "release make": eigenpal-src release make --help lists its options.

            Examples:
              eigenpal-src release
              eigenpal-src release minor agents/invoice --dry-run
              eigenpal-src release 2.0.0 agents/invoice -m "Reads every currency" --yes
            """,
        subcommands: [ReleaseMakeCommand.self, ReleaseResumeCommand.self, ReleaseAbortCommand.self],
        defaultSubcommand: ReleaseMakeCommand.self)

    @OptionGroup var global: GlobalArguments
}
