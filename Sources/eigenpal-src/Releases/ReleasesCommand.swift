import ArgumentParser

/// `releases`.
struct ReleasesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "releases", abstract: "List the releases of a package from the tags of the checkout.",
        discussion: """
            "releases" alone means "releases list": eigenpal-src releases list --help lists its options.

            Examples:
              eigenpal-src releases agents/invoice
              eigenpal-src releases agents/invoice --server
              eigenpal-src releases --json
            """,
        subcommands: [ReleasesListCommand.self, ReleasesShowCommand.self],
        defaultSubcommand: ReleasesListCommand.self)

    @OptionGroup var global: GlobalArguments
}
