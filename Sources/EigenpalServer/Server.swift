import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import UnixSignals

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// An organization's server: made from a data directory, then run until it is told to stop.
public struct Server: Sendable {
    private let services: ServerServices
    private let tls: TLSIdentity?
    private let lock: FileLock

    /// The API key that this start made, when it was the first; it is stored nowhere.
    public let firstAPIKey: APIKeyToken?
    /// The organization it serves.
    public var organization: Organization { services.organization }

    /// Every endpoint of its API, as `GET /api/v1/runs/{id}`, in order.
    var operations: [String] {
        addAPI(to: Router(context: ServerRequestContext.self), services).operations
    }

    /// Opens a data directory, making what a first start makes.
    ///
    /// - Parameter environment: where `EIGENPAL_MASTER_KEY` may be.
    /// - Throws: when another server runs on it, when it is another organization's, when the master key is missing,
    ///   readable by others or not the right one, when the certificate and key do not fit.
    public init(
        _ configuration: ServerConfiguration, environment: [String: String], logger: Logger
    ) async throws(ServerError) {
        tls = try configuration.tls.map { files throws(ServerError) in try TLSIdentity(files) }
        if let slug = configuration.organization { try Self.requireSlug(slug) }
        let directory = try DataDirectory(configuration.dataDirectory).prepared()
        lock = try directory.lockForServer()
        // What may refuse to start comes before a first start makes a key that is shown once.
        let git = try await GitHosting.prepare(
            configuration: configuration, dataDirectory: directory, logger: logger)
        let store = try Self.openStore(directory)
        let (organization, masterKey, token) = try await Self.open(
            directory, store, wanted: configuration.organization, environment)
        firstAPIKey = token
        let keyRing = KeyRing(organization: organization, store: store, masterKey: masterKey)
        do { try await keyRing.verify() } catch { throw ServerError(error) }
        let repository = RepositoryAccess(
            path: directory.repository(of: organization.slug),
            lockPath: directory.pushLock(of: organization.slug))
        try repository.requirePresent()
        services = ServerServices(
            configuration: configuration, dataDirectory: directory, organization: organization, store: store,
            keyRing: keyRing,
            authenticator: Authenticator(
                organization: organization, store: store, limits: configuration.limits),
            repository: repository, git: git,
            runs: try await RunService.open(
                configuration, directory, store, repository, keyRing, logger: logger),
            logger: logger)
    }

    /// Answers requests until SIGTERM or SIGINT, then finishes the ones under way and returns.
    ///
    /// - Parameter announce: called once the port answers, with the base URL.
    public func run(announce: @escaping @Sendable (String) -> Void) async throws(ServerError) {
        let configuration = services.configuration
        let outcome = StartOutcome()
        do {
            let application = Application(
                responder: ServerResponder(services), server: try channelBuilder(),
                configuration: ApplicationConfiguration(
                    address: .hostname(configuration.host, port: configuration.port),
                    availableConnectionsDelegate: .maximum(connectionLimit(), logger: services.logger)),
                services: [services.git, services.runs.pool],
                onServerRunning: { channel in
                    let baseURL = configuration.baseURL(boundTo: channel.localAddress?.port)
                    do throws(ServerError) {
                        try writeReadyFile(baseURL)
                        announce(baseURL)
                    } catch {
                        await outcome.fail(error)
                    }
                }, logger: services.logger)
            var group = ServiceGroupConfiguration(
                services: [application], gracefulShutdownSignals: [.sigterm, .sigint], logger: services.logger
            )
            group.maximumGracefulShutdownDuration = .seconds(configuration.limits.shutdownSeconds)
            try await outcome.run(ServiceGroup(configuration: group))
        } catch let error as IOError {
            throw ServerError(
                "The server cannot listen on \(configuration.host), port \(configuration.port): "
                    + "\(String(cString: strerror(error.errnoCode))).",
                next: "Choose another --host or --port; --port 0 takes a free one.")
        } catch is SocketAddressError.UnknownHost {
            throw ServerError(
                "The server cannot listen on \(configuration.host): this host name is not known.",
                next: "Choose another --host, such as 127.0.0.1 or 0.0.0.0.")
        } catch {
            throw ServerError("The server stopped: \(error).")
        }
        if let error = await outcome.error { throw error }
        withExtendedLifetime(lock) {}
    }

    /// A Git request takes several files beside its connection. A server that runs out of them could accept no
    /// connection, and would stop.
    private func connectionLimit() -> Int {
        max(4, min(services.configuration.limits.connections, OpenFiles.raiseLimit() / 8))
    }

    private func channelBuilder() throws -> HTTPServerBuilder {
        let idle = TimeAmount.seconds(Int64(services.configuration.limits.idleSeconds))
        let http = HTTPServerBuilder.http1(
            configuration: .init(
                additionalChannelHandlers: [LastBytesHandler(limit: idle), UnparsedRequestHandler()],
                idleTimeout: idle))
        guard let tls else { return http }
        return try .tls(http, tlsConfiguration: tls.configuration)
    }

    private func writeReadyFile(_ baseURL: String) throws(ServerError) {
        guard let path = services.configuration.readyFile else { return }
        let file = ReadyFile(
            baseUrl: baseURL, organization: organization.slug, apiKey: firstAPIKey?.text)
        try file.write(to: path)
    }
}

/// What became of a start whose port answers already: a failure then stops the server again.
private actor StartOutcome {
    private var group: ServiceGroup?
    private(set) var error: ServerError?

    func run(_ group: ServiceGroup) async throws {
        self.group = group
        try await group.run()
    }

    func fail(_ error: ServerError) async {
        self.error = error
        await group?.triggerGracefulShutdown()
    }
}
