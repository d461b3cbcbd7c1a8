import ArgumentParser
import SourceTool

/// `secrets describe`.
struct SecretsDescribeCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "describe", abstract: "Say what a secret is for.",
        discussion: """
            The description is not encrypted. An empty one removes it.

            Examples:
              eigenpal-src secrets describe MAIL_TOKEN "Sends the summary" \\
                  --package agents/invoice
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @OptionGroup var place: PackageArguments
    @Argument(help: ArgumentHelp("The secret's name.", valueName: "name")) var name: String
    @Argument(help: ArgumentHelp("What it is for.", valueName: "text")) var text: String

    func perform() async throws {
        let context = try global.context()
        let report = try await DescribeSecret.run(context, name: name, text: text, package: place.package)
        try render(report, json: answer.json, in: context)
    }
}
