import ArgumentParser

/// `secrets`.
struct SecretsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secrets", abstract: "Set, read, run with, merge and check the secrets of a package.",
        discussion: """
            Values are encrypted by the server; secrets.enc.yaml holds names, descriptions and ciphertexts only. What \
            you set or read is kept in a cache of your own, sealed, so that it can be used without the server.

            Examples:
              eigenpal-src secrets set MAIL_TOKEN --package agents/invoice
              eigenpal-src secrets list
              eigenpal-src secrets run -- ./try-it
            """,
        groupedSubcommands: [
            CommandGroup(
                name: "Change",
                subcommands: [
                    SecretsSetCommand.self, SecretsImportCommand.self, SecretsEditCommand.self,
                    SecretsUnsetCommand.self, SecretsRenameCommand.self, SecretsDescribeCommand.self,
                    SecretsCopyCommand.self, SecretsPushCommand.self, SecretsRotateCommand.self,
                ]),
            CommandGroup(
                name: "Use",
                subcommands: [
                    SecretsGetCommand.self, SecretsExportCommand.self, SecretsRunCommand.self,
                    SecretsCacheCommand.self,
                ]),
            CommandGroup(
                name: "Look at",
                subcommands: [
                    SecretsListCommand.self, SecretsDiffCommand.self, SecretsBlameCommand.self,
                    SecretsVerifyCommand.self, SecretsResolveCommand.self, SecretsDriversCommand.self,
                    SecretsMergeDriverCommand.self, SecretsDiffDriverCommand.self,
                    SecretsTextconvCommand.self,
                ]),
        ])

    @OptionGroup var global: GlobalArguments
}
