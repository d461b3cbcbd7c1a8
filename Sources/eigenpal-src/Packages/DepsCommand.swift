import ArgumentParser

/// `deps`.
struct DepsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deps", abstract: "Show, explain and raise what packages depend on.",
        discussion: """
            "deps" alone means "deps tree": eigenpal-src deps tree --help lists its options.

            Examples:
              eigenpal-src deps agents/invoice
              eigenpal-src deps why agents/invoice resources/skills/ocr
              eigenpal-src deps outdated --all
              eigenpal-src deps update resources/skills/ocr --package agents/invoice
            """,
        subcommands: [
            DepsTreeCommand.self, DepsWhyCommand.self, DepsOutdatedCommand.self, DepsUpdateCommand.self,
        ],
        defaultSubcommand: DepsTreeCommand.self)

    @OptionGroup var global: GlobalArguments
}
