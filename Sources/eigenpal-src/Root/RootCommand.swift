import ArgumentParser
import SourceTool

/// `eigenpal-src` itself.
struct RootCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: ToolVersion.name,
        abstract: "Work on an organization's agents and workflows in its Git repository.",
        discussion: """
            Examples:
              eigenpal-src auth login
              eigenpal-src clone acme && cd acme
              eigenpal-src init invoice --template agent
              eigenpal-src save -m "feat: add the invoice agent"
              eigenpal-src release minor agents/invoice

            Settings are taken from flags, then EIGENPAL_API_KEY, EIGENPAL_BASE_URL, EIGENPAL_PROFILE and \
            EIGENPAL_CA_FILE, then ~/.config/eigenpal/credentials.json. HTTPS_PROXY and NO_PROXY hold for the API \
            and for Git.
            """,
        version: ToolVersion.current,
        groupedSubcommands: [
            CommandGroup(name: "Accounts and servers", subcommands: accountCommands),
            CommandGroup(name: "Checkout", subcommands: checkoutCommands),
            CommandGroup(name: "Packages and releases", subcommands: packageCommands),
            CommandGroup(name: "Runs", subcommands: runCommands),
            CommandGroup(name: "Other", subcommands: otherCommands),
        ])

    @OptionGroup var global: GlobalArguments
}
