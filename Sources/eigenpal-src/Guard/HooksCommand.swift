import ArgumentParser

/// `hooks`.
struct HooksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hooks", abstract: "Have every push checked first, also those of plain git.",
        discussion: """
            A push is stopped while secrets that were set offline wait for the server.

            Examples:
              eigenpal-src hooks install
              eigenpal-src hooks status
            """,
        subcommands: [
            HooksInstallCommand.self, HooksStatusCommand.self, HooksUninstallCommand.self,
            HooksRunCommand.self,
        ])

    @OptionGroup var global: GlobalArguments
}
