import ArgumentParser
import SourceFormat
import SourceTool

/// The package whose secrets are meant.
struct PackageArguments: ParsableArguments {
    @Option(help: ArgumentHelp("The package; the one you stand in by default.", valueName: "package"))
    var package: String?
}

/// How long cached values are used.
struct CacheArguments: ParsableArguments {
    @Option(
        name: .customLong("cache-ttl"),
        help: ArgumentHelp(
            "Use values cached for at most this long: 30m, 12h, 7d; 0 neither reads nor writes the cache.",
            valueName: "time"))
    var lifetime: String?
}

/// What happens where the server cannot be reached.
struct QueueArguments: ParsableArguments {
    @Flag(help: "Ask no server: keep the value here, sealed, until secrets push.")
    var offline = false

    @Flag(help: "Do the same where the server cannot be reached.")
    var queue = false

    /// How plaintexts reach the server.
    ///
    /// - Throws: `ToolError` for both at once.
    func way() throws -> SecretWriter.Way {
        guard !offline || !queue else {
            throw ToolError.usage("--offline asks no server and --queue asks it first: give one of them")
        }
        return offline ? .queue : queue ? .nowOrQueue : .now
    }
}

extension SecretsImport.Format: ExpressibleByArgument {}
extension SecretsExport.Format: ExpressibleByArgument {}
