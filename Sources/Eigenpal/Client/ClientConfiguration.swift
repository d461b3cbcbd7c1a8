#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a client may be told beyond its key, server and timeout.
///
/// ```swift
/// var configuration = ClientConfiguration()
/// configuration.certificateAuthorityFile = "/etc/acme/ca.pem"
/// configuration.userAgentSuffix = "acme-deploy/2.1"
/// let client = try EigenpalClient(configuration: configuration)
/// ```
public struct ClientConfiguration: Sendable {
    /// A PEM file with the certificates of authorities that are trusted beside the system's.
    public var certificateAuthorityFile: String?
    /// How the client reaches the server.
    public var proxy: ProxyChoice = .environment
    /// A program's own name and version, `name/X.Y.Z`, after the SDK's in the `User-Agent`.
    public var userAgentSuffix: String?
    /// The variables that count as the environment; the process's own where nil.
    public var environment: [String: String]?
    /// How large an answer may be that is held in memory, in bytes.
    public var maximumResponseSize: Int = 64 << 20

    /// Whether the program sends a request or two and ends: one in plain HTTP to this machine is then sent and waited for on
    /// the thread that asks, without an event loop.
    package var isOneShot = false

    /// Trusts the system's authorities and follows the environment's proxy settings.
    public init() {}

    /// How a client reaches its server.
    public enum ProxyChoice: Sendable, Hashable {
        /// As `HTTPS_PROXY`, `http_proxy` and `NO_PROXY` say: ``ProxySettings``.
        case environment
        /// Without a proxy.
        case none
        /// By the proxy at this URL: `http://[user:password@]host[:port]` or `socks5://host[:port]`.
        case url(String)

        func resolve(
            for baseURL: BaseURL, environment: [String: String]
        ) throws(EigenpalError) -> ProxyServer? {
            switch self {
            case .none: nil
            case .url(let url): try ProxyServer(parsing: url)
            case .environment:
                if let url = ProxySettings(environment: environment).proxy(for: baseURL.description) {
                    try ProxyServer(parsing: url)
                } else {
                    nil
                }
            }
        }
    }

    func resolvedEnvironment() -> [String: String] {
        environment ?? ProcessInfo.processInfo.environment
    }

    func checkedUserAgentSuffix() throws(EigenpalError) -> String? {
        guard let userAgentSuffix, !userAgentSuffix.isEmpty else { return nil }
        guard userAgentSuffix.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) else {
            throw .invalidConfiguration("the suffix of the user agent is not printable ASCII")
        }
        return userAgentSuffix
    }
}
