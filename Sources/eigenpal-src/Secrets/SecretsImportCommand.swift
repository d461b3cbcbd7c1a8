import ArgumentParser
import SourceFormat
import SourceTool

/// `secrets import`.
struct SecretsImportCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Encrypt every variable of a .env, JSON or YAML file.",
        discussion: """
            All or none: where a name or a value cannot be a secret, every problem is shown and nothing is sent. Values \
            that a secret has already are left alone. The file stays as it is; remove it when it is no longer needed.

            Examples:
              eigenpal-src secrets import .env --dry-run
              eigenpal-src secrets import prod.json --package agents/invoice --prefix PROD_
              pass show invoice.env | eigenpal-src secrets import -
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var answer: AnswerArguments
    @OptionGroup var place: PackageArguments
    @OptionGroup var cache: CacheArguments
    @OptionGroup var queue: QueueArguments
    @Option(
        help: ArgumentHelp(
            "dotenv, json or yaml; by the file's name where it is not given.", valueName: "format"))
    var format: SecretsImport.Format?
    @Option(help: ArgumentHelp("Put this before each name.", valueName: "text")) var prefix = ""
    @Flag(help: "Replace ${NAME} in a .env file by the variable's value.") var interpolate = false
    @Flag(help: "Only show what would be done.") var dryRun = false
    @Argument(help: ArgumentHelp("The file; - is standard input.", valueName: "file")) var file: String

    func perform() async throws {
        let context = try global.context()
        let report = try await ImportSecrets.run(
            context,
            .init(
                file: file, format: format, package: place.package, prefix: prefix, interpolates: interpolate,
                isDryRun: dryRun, way: try queue.way(), cacheLifetime: cache.lifetime))
        try render(report, json: answer.json, in: context)
    }
}
