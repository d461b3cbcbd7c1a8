import ArgumentParser

/// `lockfile`.
struct LockfileCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lockfile", abstract: "Preview what a package resolves to, with all its dependencies.",
        discussion: """
            "lockfile" alone means "lockfile preview": eigenpal-src lockfile preview --help lists its options.

            Examples:
              eigenpal-src lockfile agents/invoice@main
              eigenpal-src lockfile diff agents/invoice
            """,
        subcommands: [LockfilePreviewCommand.self, LockfileDiffCommand.self],
        defaultSubcommand: LockfilePreviewCommand.self)

    @OptionGroup var global: GlobalArguments
}
