import ArgumentParser

/// `hooks`.
struct HooksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hooks", abstract: "Have every push checked first, also those of plain git.",
        discussion: """
            A push that would leak a secret, break a package, or bring a release that is none is stopped, and one that leaves
            secrets behind which wait for the server.

            Examples:
              eigenpal-src hooks install
              eigenpal-src hooks status
            """,
        subcommands: [
            HooksInstallCommand.self, HooksStatusCommand.self, HooksUninstallCommand.self,
            HooksAllowCommand.self, HooksRunCommand.self,
        ])

    @OptionGroup var global: GlobalArguments
}
