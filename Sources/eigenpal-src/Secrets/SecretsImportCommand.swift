import ArgumentParser
import SourceTool

/// `secrets import`.
struct SecretsImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Encrypt every variable of a .env file into a package's secrets.",
        discussion: """
            All or none: where a name or a value cannot be a secret, every problem is shown and nothing is sent. The .env
            file stays as it is; remove it when it is no longer needed.

            Examples:
              eigenpal-src secrets import .env
              eigenpal-src secrets import prod.env --package agents/invoice
              pass show invoice.env | eigenpal-src secrets import -
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @Option(help: ArgumentHelp("The package; the one you stand in by default.", valueName: "package"))
    var package: String?
    @Argument(help: ArgumentHelp("The file; - is standard input.", valueName: "file.env")) var file: String

    func run() async throws {
        let context = try global.context()
        let report = try await ImportSecrets.run(context, file: file, package: package)
        try render(report, json: answer.json, in: context)
    }
}
