import ArgumentParser

/// `auth`: the noun of the account verbs.
struct AuthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "auth", abstract: "Log in to servers and choose between accounts.",
        subcommands: [AuthListCommand.self])
}
