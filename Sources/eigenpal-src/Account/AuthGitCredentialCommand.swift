import ArgumentParser
import SourceTool

/// `auth git-credential`: what Git runs to ask for a password.
struct AuthGitCredentialCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "git-credential", abstract: "Answer Git's questions for a password.",
        discussion: """
            Git runs this as a credential helper, see git-credential(1). It answers for the server of the account \
            and for no other.

            Examples:
              git config credential.helper '!eigenpal-src auth git-credential'
            """, shouldDisplay: false)

    @OptionGroup var global: GlobalArguments
    @Argument(help: "get, store or erase.")
    var operation: String

    func perform() async throws {
        // Git may come to ask for more than it asks for today; a helper keeps quiet then.
        guard let operation = AuthGitCredential.Operation(rawValue: operation) else { return }
        try AuthGitCredential.run(try global.context(), operation)
    }
}
