import ArgumentParser
import SourceTool

/// `secrets blame`.
struct SecretsBlameCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "blame", abstract: "Show the commit that each secret is from.",
        discussion: """
            Examples:
              eigenpal-src secrets blame --package agents/invoice
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @OptionGroup var place: PackageArguments

    func perform() async throws {
        let context = try global.context()
        let report = try await BlameSecrets.run(context, package: place.package)
        try render(report, json: answer.json, in: context)
    }
}
