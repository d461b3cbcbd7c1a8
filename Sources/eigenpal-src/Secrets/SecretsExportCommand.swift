import ArgumentParser
import SourceFormat
import SourceTool

/// `secrets export`.
struct SecretsExportCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write all secrets of a package to standard output.",
        discussion: """
            In plaintext, into a pipe; on a terminal it takes --reveal. dotenv and shell are read back by sh and by
            secrets import. For a program, "secrets run" is safer: nothing is written anywhere.

            Examples:
              eigenpal-src secrets export --format json | jq 'keys'
              eval "$(eigenpal-src secrets export --format shell --package agents/invoice)"
            """)

    @OptionGroup var global: GlobalArguments
    @OptionGroup var place: PackageArguments
    @OptionGroup var cache: CacheArguments
    @Option(help: ArgumentHelp("dotenv, json, shell or yaml.", valueName: "format"))
    var format = SecretsExport.Format.dotenv
    @Flag(help: "Show the values on a terminal too.") var reveal = false

    func perform() async throws {
        let context = try global.context()
        try await ExportSecrets.run(
            context, package: place.package, format: format, reveals: reveal, cacheLifetime: cache.lifetime)
    }
}
