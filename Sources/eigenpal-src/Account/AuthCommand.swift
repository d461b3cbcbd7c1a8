import ArgumentParser

/// `auth`: the noun of the account verbs.
struct AuthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "auth", abstract: "Log in to servers and choose between accounts.",
        discussion: """
            Examples:
              eigenpal-src auth login
              eigenpal-src auth login --base-url https://acme.example --profile work
              eigenpal-src auth use work
              eigenpal-src auth status
            """,
        subcommands: [
            AuthLoginCommand.self, AuthLogoutCommand.self, AuthListCommand.self, AuthUseCommand.self,
            AuthStatusCommand.self, AuthGitCredentialCommand.self,
        ])
}
