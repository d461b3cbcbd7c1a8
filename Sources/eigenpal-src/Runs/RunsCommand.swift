import ArgumentParser

/// `runs`.
struct RunsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "Look at runs: follow, compare, cancel them, fetch what they left.",
        discussion: """
            "runs" alone means "runs list": eigenpal-src runs list --help lists its options.

            Examples:
              eigenpal-src runs --status failed --since 24h
              eigenpal-src runs watch run_5mvq3
              eigenpal-src runs artifacts download run_5mvq3
            """,
        subcommands: [
            RunsListCommand.self, RunsGetCommand.self, RunsWatchCommand.self, RunsCancelCommand.self,
            RunsTraceCommand.self, RunsCompareCommand.self, RunsComparisonCommand.self, RunsOpenCommand.self,
            RunsArtifactsCommand.self, RunsFilesCommand.self, RunsExpectedCommand.self,
            RunsFeedbackCommand.self,
        ],
        defaultSubcommand: RunsListCommand.self)

    @OptionGroup var global: GlobalArguments
}
