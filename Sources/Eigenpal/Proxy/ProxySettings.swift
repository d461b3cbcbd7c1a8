/// The proxy settings of an environment, as curl reads them.
///
/// `https_proxy` or `HTTPS_PROXY` holds for https URLs, `http_proxy` (in lower case only: `HTTP_PROXY` may be a
/// request's `Proxy` header on a web server) for http URLs, `all_proxy` or `ALL_PROXY` for both where those are not
/// set. `no_proxy` or `NO_PROXY` names the exceptions, see ``ProxyExceptions``. A name in lower case wins.
///
/// ```swift
/// let settings = ProxySettings(environment: ["HTTPS_PROXY": "http://proxy:3128", "NO_PROXY": ".acme.example"])
/// settings.proxy(for: "https://studio.eigenpal.com")   // "http://proxy:3128"
/// settings.proxy(for: "https://git.acme.example")      // nil
/// ```
public struct ProxySettings: Sendable, Hashable {
    /// The proxy of https URLs.
    public let httpsProxy: String?
    /// The proxy of http URLs.
    public let httpProxy: String?
    /// The hosts that are reached without one.
    public let exceptions: ProxyExceptions

    /// Reads the settings from an environment's variables; an empty one counts as not set.
    public init(environment: [String: String]) {
        func value(_ names: String...) -> String? {
            names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        }
        let all = value("all_proxy", "ALL_PROXY")
        httpsProxy = (value("https_proxy", "HTTPS_PROXY") ?? all).map(Self.withScheme)
        httpProxy = (value("http_proxy") ?? all).map(Self.withScheme)
        exceptions = ProxyExceptions(parsing: value("no_proxy", "NO_PROXY") ?? "")
    }

    /// The proxy that a URL is to be reached by.
    ///
    /// - Parameter url: an http or https URL.
    /// - Returns: the proxy's URL, credentials and all, with a scheme; nil for a direct connection, and for text that
    ///   is no such URL.
    public func proxy(for url: String) -> String? {
        guard let mark = url.firstRange(of: "://") else { return nil }
        let scheme = url[..<mark.lowerBound].lowercased()
        guard let proxy = scheme == "https" ? httpsProxy : scheme == "http" ? httpProxy : nil else {
            return nil
        }
        let authority = url[mark.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard let server = URLAuthority(parsing: authority) else { return nil }
        let port = server.port ?? (scheme == "https" ? 443 : 80)
        return exceptions.contain(host: server.host, port: port) ? nil : proxy
    }

    private static func withScheme(_ proxy: String) -> String {
        proxy.contains("://") ? proxy : "http://\(proxy)"
    }
}

extension ProxySettings: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Which kinds of URLs have a proxy; a proxy's URL may hold a password.
    public var description: String {
        "ProxySettings(https: \(httpsProxy == nil ? "direct" : "proxy"), "
            + "http: \(httpProxy == nil ? "direct" : "proxy"))"
    }
    /// The same as ``description``.
    public var debugDescription: String { description }
    /// No children: a proxy's URL may hold a password.
    public var customMirror: Mirror { Mirror(self, children: [(label: String?, value: Any)]()) }
}
