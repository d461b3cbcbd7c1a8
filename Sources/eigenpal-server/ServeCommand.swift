import ArgumentParser
import CProcess
import EigenpalServer
import Logging

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `eigenpal-server serve`.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Run the server until SIGTERM or SIGINT.",
        discussion: """
            The first start makes the organization, its repository, its encryption key and one API key, which is
            printed on standard output, once.

            Examples:
              eigenpal-server serve --data ./data
              eigenpal-server serve --data ./data \\
                  --runner 'docker run --rm --volume "$PWD:/run" agents' --workers 4
              eigenpal-server serve --data /srv/eigenpal --host 0.0.0.0 \\
                  --tls-certificate chain.pem --tls-key key.pem
            """)

    @Option(
        name: .customLong("data"),
        help: ArgumentHelp("The data directory; made if need be.", valueName: "dir"))
    var directory: String

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 takes a free one.")
    var port = 4747

    @Option(
        help: ArgumentHelp(
            "The organization (first start: the one to make; default: acme).", valueName: "name"))
    var organization: String?

    @Option(help: ArgumentHelp("The URL that clients use, where a proxy stands in front.", valueName: "url"))
    var publicURL: String?

    @Option(
        help: ArgumentHelp("Write base URL, organization and new API key here when ready.", valueName: "file")
    )
    var readyFile: String?

    @Option(help: "trace, debug, info, notice, warning, error or critical.")
    var logLevel: Logger.Level = .info

    @Option(help: ArgumentHelp("Serve HTTPS with this certificate chain, in PEM.", valueName: "file"))
    var tlsCertificate: String?

    @Option(help: ArgumentHelp("The certificate's private key, in PEM.", valueName: "file"))
    var tlsKey: String?

    @Flag(help: "Refuse pushes that bring secrets of a known shape.")
    var scanPushes = false

    @Option(
        help: ArgumentHelp(
            "The domain of mail aliases (default: ORGANIZATION.mail.invalid).", valueName: "domain"))
    var mailDomain: String?

    @Flag(help: "Let a crash leave a core dump; keys and secrets are in it.")
    var allowCoreDumps = false

    @Flag(help: .hidden)
    var hideKey = false

    @OptionGroup(title: "Runs")
    var runs: RunArguments

    @OptionGroup(title: "Limits")
    var limits: LimitArguments

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port must be from 0 to 65535.") }
        guard !hideKey || readyFile != nil else {
            throw ValidationError("--hide-key needs --ready-file, where the key goes instead.")
        }
        guard (tlsCertificate == nil) == (tlsKey == nil) else {
            throw ValidationError("--tls-certificate and --tls-key go together.")
        }
        if let publicURL, !publicURL.hasPrefix("http://"), !publicURL.hasPrefix("https://") {
            throw ValidationError("--public-url must begin with http:// or https://.")
        }
    }

    func run() async throws {
        // Before the master key is read.
        if !allowCoreDumps { eigenpal_forbid_core_dumps() }
        var configuration = ServerConfiguration(dataDirectory: directory)
        configuration.host = host
        configuration.port = port
        configuration.organization = organization
        configuration.publicURL = publicURL.map(Self.withoutSlash)
        configuration.readyFile = readyFile
        if let tlsCertificate, let tlsKey {
            configuration.tls = .init(certificate: tlsCertificate, key: tlsKey)
        }
        configuration.limits = limits.value
        configuration.scansPushes = scanPushes
        configuration.runs = runs.value
        configuration.mailDomain = mailDomain

        var logger = Logger(label: "eigenpal-server", factory: { LineLogHandler(label: $0) })
        logger.logLevel = logLevel
        let server = try await Server(
            configuration, environment: ProcessInfo.processInfo.environment, logger: logger)
        if let key = server.firstAPIKey {
            let made = "Made the organization \(server.organization.slug)."
            if hideKey {
                Output.note(made)
            } else {
                Output.note("\(made) Its API key, shown this once:")
                try await show(key)
            }
        }
        try await server.run { baseURL in
            Output.note("Serving \(server.organization.slug) at \(baseURL)")
        }
        Output.note("Stopped.")
    }

    /// Shows the first key; one that nobody has seen is revoked.
    private func show(_ key: APIKeyToken) async throws(ServerError) {
        do {
            try Output.answer(key.text)
        } catch {
            _ = try await KeyAdministration(dataDirectory: directory).revokeAPIKey(key.keyID)
            throw ServerError(
                "\(error)\nThe API key could not be shown, and is revoked.",
                next: "Run: eigenpal-server keys create --data '\(directory)'")
        }
    }

    private static func withoutSlash(_ url: String) -> String {
        var url = url
        while url.hasSuffix("/") { url.removeLast() }
        return url
    }
}

extension Logger.Level: @retroactive ExpressibleByArgument {}
