import ArgumentParser
import SourceTool

/// `auth logout`.
struct AuthLogoutCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "logout", abstract: "Take a profile and its key out of the credentials file.",
        discussion: """
            The key stays valid until it is revoked at the server.

            Examples:
              eigenpal-src auth logout
              eigenpal-src auth logout local
            """)

    @OptionGroup var global: GlobalArguments
    @Argument(help: "The profile; that in use where none is named.")
    var name: String?

    func perform() async throws {
        let context = try global.context()
        try render(try AuthLogout.run(context, profile: name), json: false, in: context)
    }
}
