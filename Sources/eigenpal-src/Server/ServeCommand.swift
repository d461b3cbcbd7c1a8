import ArgumentParser
import SourceTool

/// `serve`.
struct ServeCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Run an organization's server on this machine.",
        discussion: """
            Runs the eigenpal-server that lies beside this program, else the one on PATH, until it is interrupted. The \
            first start makes the organization, its repository and an API key; the key is stored as the profile \
            "local" (or the one --profile names). The data lies in ~/.local/share/eigenpal/server.

            Examples:
              eigenpal-src serve
              eigenpal-src serve --data ./server --port 0 --organization acme
            """)

    @OptionGroup var global: GlobalArguments
    @Option(help: ArgumentHelp("The directory of the server's data.", valueName: "dir"))
    var data: String?
    @Option(help: ArgumentHelp("The address to listen on (default: 127.0.0.1).", valueName: "address"))
    var host: String?
    @Option(help: ArgumentHelp("The port; 0 takes a free one (default: 4747).", valueName: "number"))
    var port: Int?
    @Option(help: ArgumentHelp("The organization that the first start makes.", valueName: "name"))
    var organization: String?
    @Option(
        name: .customLong("public-url"),
        help: ArgumentHelp("The URL that clients use, where it is another.", valueName: "url"))
    var publicURL: String?
    @Option(help: ArgumentHelp("How much the server logs.", valueName: "level"))
    var logLevel: String?
    @Option(help: ArgumentHelp("Serve HTTPS with this certificate.", valueName: "file"))
    var tlsCertificate: String?
    @Option(help: ArgumentHelp("The certificate's private key.", valueName: "file"))
    var tlsKey: String?

    @Flag(name: .customLong("scan-pushes"), help: "Refuse pushes that bring secrets of a known shape.")
    var scansPushes = false

    func perform() async throws {
        let context = try global.context()
        let options = Serve.Options(
            data: data, host: host, port: port, organization: organization, publicURL: publicURL,
            logLevel: logLevel,
            tlsCertificate: tlsCertificate, tlsKey: tlsKey, scansPushes: scansPushes)
        let code = try await Serve.run(context, options) { try Output.render($0, json: false, in: context) }
        if code != 0 { throw ExitCode(code) }
    }
}
