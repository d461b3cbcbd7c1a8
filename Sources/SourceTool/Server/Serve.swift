import Eigenpal
import EigenpalAPI
import Glibc
import Sealing
import SystemPackage

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `serve`: runs the server beside this tool and stores its key as a profile.
public enum Serve {
    /// What is passed on to the server; nil leaves its own default.
    public struct Options: Sendable, Hashable {
        /// The directory of its data.
        public var data: String?
        /// The address it listens on.
        public var host: String?
        /// The port; 0 takes a free one.
        public var port: Int?
        /// The organization that the first start makes.
        public var organization: String?
        /// The URL that clients use, where a proxy stands in front or a certificate names another host.
        public var publicURL: String?
        /// How much it logs.
        public var logLevel: String?
        /// The certificate of its TLS.
        public var tlsCertificate: String?
        /// The key of its TLS.
        public var tlsKey: String?
        /// Whether it refuses pushes that bring secrets of a known shape.
        public var scansPushes: Bool

        /// Options as typed.
        public init(
            data: String? = nil, host: String? = nil, port: Int? = nil, organization: String? = nil,
            publicURL: String? = nil, logLevel: String? = nil, tlsCertificate: String? = nil,
            tlsKey: String? = nil, scansPushes: Bool = false
        ) {
            self.data = data
            self.host = host
            self.port = port
            self.organization = organization
            self.publicURL = publicURL
            self.logLevel = logLevel
            self.scansPushes = scansPushes
            self.tlsCertificate = tlsCertificate
            self.tlsKey = tlsKey
        }
    }

    /// Runs the server until it ends or is told to.
    ///
    /// - Parameter whenReady: gets the answer once the server answers.
    /// - Returns: the server's exit code.
    /// - Throws: ``ToolError`` where there is no server to run, or it ends before it is ready.
    public static func run(
        _ context: ToolContext, _ options: Options,
        whenReady: (ServeReport) throws -> Void
    ) async throws(ToolError) -> Int32 {
        CoreDumps.disable()
        guard let server = context.program("eigenpal-server", beside: true) else {
            throw ToolError(
                "there is no eigenpal-server beside \(context.executable) and none on PATH",
                details: ["the project's scripts/install puts both in one place"])
        }
        let name = context.options.profile ?? "local"
        try requireOwnProfile(name, options, context)
        let data = options.data.map(context.path) ?? defaultData(context)
        let isNew = Files.kind(of: data) == nil
        try Files.makeDirectory(data, mode: FilePermissions(rawValue: 0o700))
        // What a server that did not start left empty was made for nothing.
        defer { if isNew { rmdir(data.string) } }
        let ready = data.appending(".ready-\(getpid()).json")
        defer { unlink(ready.string) }
        unlink(ready.string)

        // The server gets no signal of the terminal's by itself: each is passed on, once.
        SignalForwarding.start()
        defer { SignalForwarding.stop() }
        let child = try ChildProcess(
            server, arguments(options, data: data, ready: ready, context), environment: context.environment,
            output: .discarded, hasOwnGroup: true)
        SignalForwarding.direct(to: child.id)

        while true {
            if let code = child.exitCodeIfEnded() {
                if code == 0 || SignalForwarding.hasForwarded { return code }
                throw ToolError(
                    "eigenpal-server ended before it was ready (exit code \(code)); it says why above",
                    details: ["its data directory is \(data)"], exitCode: code)
            }
            if let bytes = try Files.read(ready, limit: 65_536) {
                do {
                    let report = try await store(bytes, as: name, data: data, context)
                    try whenReady(report)
                } catch {
                    kill(child.id, SIGTERM)
                    _ = child.wait()
                    throw ToolError(translating: error)
                }
                unlink(ready.string)
                return child.wait()
            }
            usleep(20_000)
        }
    }

    /// Where the server's data lies where nothing says otherwise: `eigenpal/server` under `XDG_DATA_HOME`, else under
    /// `~/.local/share`.
    static func defaultData(_ context: ToolContext) -> FilePath {
        let base = context.variable("XDG_DATA_HOME").map { FilePath($0) }.flatMap { $0.isAbsolute ? $0 : nil }
        return (base ?? context.home.appending(".local").appending("share")).appending("eigenpal").appending(
            "server")
    }

    /// Refuses a profile whose key is for another machine: its key must not be replaced, nor go to this server.
    private static func requireOwnProfile(
        _ name: String, _ options: Options, _ context: ToolContext
    ) throws(ToolError) {
        try Credentials.check(name: name)
        let credentials = try CredentialsFile(home: context.home).load(warn: context.terminal.warn)
        guard let profile = credentials.profiles[name] else { return }
        let stored = try ServerAddress(parsing: profile.baseURL ?? Settings.standardBaseURL)
        let own = [options.host, options.publicURL.flatMap { try? ServerAddress(parsing: $0).host }]
        guard stored.isLoopback || own.contains(stored.host) else {
            throw ToolError(
                "profile \(name) is for \(stored.origin), which is not this machine",
                next: "\(ToolVersion.name) --profile NAME serve")
        }
    }

    private static func arguments(
        _ options: Options, data: FilePath, ready: FilePath, _ context: ToolContext
    ) -> [String] {
        var words = ["serve", "--data", data.string, "--ready-file", ready.string, "--hide-key"]
        if let host = options.host { words += ["--host", host] }
        if let port = options.port { words += ["--port", "\(port)"] }
        if let organization = options.organization { words += ["--organization", organization] }
        if let url = options.publicURL { words += ["--public-url", url] }
        if options.scansPushes { words.append("--scan-pushes") }
        if let level = options.logLevel { words += ["--log-level", level] }
        if let file = options.tlsCertificate { words += ["--tls-certificate", context.path(file).string] }
        if let file = options.tlsKey { words += ["--tls-key", context.path(file).string] }
        return words
    }

    private struct Ready: Decodable {
        var baseUrl: String
        var organization: String
        var apiKey: String?
    }

    private static func store(
        _ bytes: [UInt8], as name: String, data: FilePath, _ context: ToolContext
    ) async throws(ToolError) -> ServeReport {
        guard let ready = try? JSONDecoder().decode(Ready.self, from: Data(bytes)) else {
            throw ToolError("eigenpal-server wrote a ready file that this tool cannot read")
        }
        let address = try ServerAddress(parsing: ready.baseUrl)
        let authority = try Settings(context).certificateAuthorityFile(stored: nil)
        var key: String?
        var isInUse = false
        try CredentialsFile(home: context.home).update { credentials throws(ToolError) in
            key = ready.apiKey ?? credentials.profiles[name]?.apiKey
            guard let key else { return }
            credentials.store(
                key: key, address: address,
                certificateAuthorityFile: authority ?? credentials.profiles[name]?.certificateAuthorityFile,
                as: name)
            credentials.profiles[name]?.rest["tenantName"] = .string(ready.organization)
            if credentials.nameInUse == nil { credentials.current = name }
            isInUse = credentials.nameInUse == name
        }
        var isAccepted = ready.apiKey != nil
        if key != nil, !isAccepted {
            var own = context
            (own.options.profile, own.options.baseURL) = (name, nil)
            isAccepted = (try? await own.withClient { try await $0.checkAuthentication().ok }) ?? false
        }
        if !isAccepted {
            context.terminal.warn(
                (key == nil
                    ? "there is no API key for this server"
                    : "the server does not take the key of profile \(name)")
                    + "; next: eigenpal-server keys create --data \(CredentialHelper.quoted(data.string)), then "
                    + "\(ToolVersion.name) auth login --base-url \(address.url) --profile \(name)")
        }
        return ServeReport(
            baseUrl: address.url, organization: ready.organization, profile: name, data: data.string,
            isInUse: isInUse)
    }
}

/// What `serve` answers once the server does.
public struct ServeReport: Renderable {
    /// The server's base URL.
    public let baseUrl: String
    /// The organization it serves.
    public let organization: String
    /// The profile that holds its key.
    public let profile: String
    /// The directory of its data.
    public let data: String
    /// Whether verbs use the profile where nothing says otherwise.
    public let isInUse: Bool

    /// Where it answers, and how to use it.
    public func lines(_ style: Style) -> [String] {
        [
            "Serving \(style.bold(organization)) at \(baseUrl) (data in \(data))",
            isInUse
                ? "Profile \(style.name(profile)) is in use. Next, in another terminal: \(ToolVersion.name) clone"
                : "Next, in another terminal: \(ToolVersion.name) --profile \(profile) clone",
        ]
    }
}
