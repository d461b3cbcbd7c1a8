import ArgumentParser
import EigenpalServer

/// The limits of a server, as options.
struct LimitArguments: ParsableArguments {
    private static let defaults = ServerConfiguration.Limits()

    @Option(help: ArgumentHelp("Requests a minute for each API key; 0 for no limit.", valueName: "n"))
    var rateLimit = defaults.requestsPerMinute

    @Option(help: ArgumentHelp("Refused credentials a minute for each client address.", valueName: "n"))
    var failedAuthenticationLimit = defaults.failedAuthenticationsPerMinute

    @Option(help: ArgumentHelp("The largest JSON body.", valueName: "bytes"))
    var bodyLimit = defaults.bodyBytes

    @Option(help: ArgumentHelp("The largest Git request, after decompression.", valueName: "bytes"))
    var gitBodyLimit = defaults.gitBodyBytes

    @Option(help: ArgumentHelp("The largest file in an answer of the API.", valueName: "bytes"))
    var fileLimit = defaults.fileBytes

    @Option(help: ArgumentHelp("Connections at a time; more wait.", valueName: "n"))
    var connectionLimit = defaults.connections

    @Option(
        help: ArgumentHelp("How long a stopping server waits for requests under way.", valueName: "seconds"))
    var shutdownTimeout = defaults.shutdownSeconds

    func validate() throws {
        for value in [rateLimit, failedAuthenticationLimit] where value < 0 {
            throw ValidationError("\(value) is no limit on requests; 0 sets none.")
        }
        for value in [bodyLimit, gitBodyLimit, fileLimit, connectionLimit, shutdownTimeout] where value < 1 {
            throw ValidationError("\(value) is no limit; it must be at least 1.")
        }
    }

    /// The limits.
    var value: ServerConfiguration.Limits {
        var limits = Self.defaults
        limits.requestsPerMinute = rateLimit
        limits.failedAuthenticationsPerMinute = failedAuthenticationLimit
        limits.bodyBytes = bodyLimit
        limits.gitBodyBytes = gitBodyLimit
        limits.fileBytes = fileLimit
        limits.connections = connectionLimit
        limits.shutdownSeconds = shutdownTimeout
        return limits
    }
}
