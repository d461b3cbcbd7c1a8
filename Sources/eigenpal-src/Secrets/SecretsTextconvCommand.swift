import ArgumentParser
import SourceTool

/// `secrets textconv`.
struct SecretsTextconvCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "textconv", abstract: "Write a secrets file as text to compare, for Git.",
        discussion: """
            Git runs this as a text conversion, see gitattributes(5); clone and init set it up.

            Examples:
              git config diff.eigenpal-secrets.textconv 'eigenpal-src secrets textconv'
            """, shouldDisplay: false)

    @OptionGroup var global: GlobalArguments
    @Argument(help: "The file.") var file: String

    func perform() async throws {
        let context = try global.context()
        try await SecretsAsText.run(context, file: file)
    }
}
