import ArgumentParser
import SourceTool

/// `secrets diff-driver`.
struct SecretsDiffDriverCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff-driver", abstract: "Show how a secrets file differs, for Git.",
        discussion: """
            Git runs this as an external diff, see gitattributes(5); clone and init set it up.

            Examples:
              git config diff.eigenpal-secrets.command 'eigenpal-src secrets diff-driver'
            """, shouldDisplay: false)

    @OptionGroup var global: GlobalArguments
    @Argument(parsing: .captureForPassthrough, help: "What Git calls it with.") var arguments: [String] = []

    func perform() async throws {
        let context = try global.context()
        try await CompareSecrets.run(context, arguments)
    }
}
