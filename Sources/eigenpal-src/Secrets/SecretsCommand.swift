import ArgumentParser

/// `secrets`.
struct SecretsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secrets", abstract: "Set, import, list and remove the secrets of a package.",
        discussion: """
            Values are encrypted by the server; secrets.enc.yaml holds names, descriptions and ciphertexts only.

            Examples:
              eigenpal-src secrets set MAIL_TOKEN --package agents/invoice
              eigenpal-src secrets list
            """,
        subcommands: [
            SecretsSetCommand.self, SecretsImportCommand.self, SecretsListCommand.self,
            SecretsUnsetCommand.self,
        ])

    @OptionGroup var global: GlobalArguments
}
