import EigenpalAPI

/// A client of one EigenPal server, with one API key.
///
/// ```swift
/// let client = try EigenpalClient()  // EIGENPAL_API_KEY, EIGENPAL_BASE_URL
/// let repository = try await client.source.repository()
/// print(repository.remoteUrl)
/// await client.shutdown()
/// ```
///
/// A client is a value that may be copied and used from many tasks at once; its copies share one pool of
/// connections, which the first request opens. Cancelling the task of a request cancels the request. No error and no
/// description of a client shows the API key.
public struct EigenpalClient: Sendable {
    let transport: HTTPTransport

    /// Makes a client. Nothing is sent, and no connection is opened.
    ///
    /// - Parameters:
    ///   - apiKey: the key; `EIGENPAL_API_KEY` of the environment where nil or empty.
    ///   - baseURL: where the server is, such as `https://eigenpal.acme.example` or, behind a path,
    ///     `https://acme.example/eigenpal`; `EIGENPAL_BASE_URL` of the environment where nil or empty, else
    ///     ``defaultBaseURL``.
    ///   - timeout: how long one request may take from its start to the last byte of its answer. A streamed answer
    ///     may take longer as a whole; for it this is how long the server may be silent.
    ///   - verifyTLS: whether the server's certificate is checked; false for development hosts only.
    ///   - configuration: everything else.
    /// - Throws: ``EigenpalError/invalidConfiguration(_:)`` where there is no key, or a value is not usable.
    public init(
        apiKey: String? = nil, baseURL: String? = nil, timeout: Duration = .seconds(60),
        verifyTLS: Bool = true,
        configuration: ClientConfiguration = ClientConfiguration()
    ) throws(EigenpalError) {
        let environment = configuration.resolvedEnvironment()
        guard let key = Self.first(apiKey, environment["EIGENPAL_API_KEY"]) else {
            throw .invalidConfiguration(
                "there is no API key: pass EigenpalClient(apiKey:) or set EIGENPAL_API_KEY")
        }
        guard timeout > .zero else { throw .invalidConfiguration("the timeout \(timeout) is not above zero") }
        guard configuration.maximumResponseSize > 0 else {
            throw .invalidConfiguration("the maximum size of a response is not above zero")
        }
        let url = Self.first(baseURL, environment["EIGENPAL_BASE_URL"]) ?? Self.defaultBaseURL
        let address = try BaseURL(parsing: url)
        transport = HTTPTransport(
            baseURL: address, apiKey: try APIKey(key), timeout: timeout,
            maximumResponseSize: configuration.maximumResponseSize,
            telemetry: Telemetry.headers(userAgentSuffix: try configuration.checkedUserAgentSuffix()),
            connection: ConnectionSettings(
                verifiesTLS: verifyTLS,
                certificateAuthorities: try ConnectionSettings.certificateAuthorities(
                    inFile: configuration.certificateAuthorityFile),
                proxy: try configuration.proxy.resolve(for: address, environment: environment)),
            isOneShot: configuration.isOneShot)
    }

    /// Where the hosted service is.
    public static let defaultBaseURL = "https://studio.eigenpal.com"

    /// Where the server is, without a slash at its end.
    public var baseURL: String { transport.baseURL.description }

    /// The source repository: files, releases, lockfiles, secrets.
    public var source: SourceNamespace { SourceNamespace(transport: transport) }

    /// Agents and workflows alike.
    public var automations: AutomationsNamespace { AutomationsNamespace(transport: transport) }

    /// Agents.
    public var agents: AgentsNamespace { AgentsNamespace(transport: transport) }

    /// Workflows.
    public var workflows: WorkflowsNamespace { WorkflowsNamespace(transport: transport) }

    /// Runs of agents and workflows.
    public var runs: RunsNamespace { RunsNamespace(transport: transport) }

    /// Asks the server whose key this is.
    ///
    /// ```swift
    /// print(try await client.checkAuthentication().keyId)
    /// ```
    ///
    /// - Throws: ``EigenpalError``; ``EigenpalError/authentication(_:)`` for a key that is not valid.
    public func checkAuthentication() async throws(EigenpalError) -> AuthCheck {
        try await transport.value(of: Request(.get, ["auth", "check"]))
    }

    /// Closes the client's connections; requests under way fail. Call it once, when the client is no longer needed;
    /// a client that goes away without it closes them in the background.
    public func shutdown() async {
        await transport.shutdown()
    }

    private static func first(_ choices: String?...) -> String? {
        choices.lazy.compactMap { $0 }.first { !$0.isEmpty }
    }
}

extension EigenpalClient: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The server's base URL, without the key.
    public var description: String { "EigenpalClient(\(baseURL))" }
    /// The same as ``description``.
    public var debugDescription: String { description }
    /// The server's base URL, without the key.
    public var customMirror: Mirror { Mirror(self, children: ["baseURL": baseURL]) }
}
