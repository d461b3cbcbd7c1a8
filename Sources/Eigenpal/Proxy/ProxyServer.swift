import AsyncHTTPClient

/// A proxy that connections go through.
struct ProxyServer: Sendable {
    /// Host and port, for messages; never the credentials.
    let name: String
    /// What the HTTP client is told.
    let configuration: HTTPClient.Configuration.Proxy

    /// Reads `http://[user:password@]host[:port]` or `socks5://host[:port]`; `http` where there is no scheme.
    init(parsing url: String) throws(EigenpalError) {
        let form = "a proxy is http://[user:password@]host[:port] or socks5://host[:port]"
        let mark = url.firstRange(of: "://")
        let scheme = mark.map { url[..<$0.lowerBound].lowercased() } ?? "http"
        let rest = mark.map { url[$0.upperBound...] } ?? url[...]
        guard let authority = URLAuthority(parsing: rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" })
        else {
            throw .invalidConfiguration("the host or port of the proxy is not valid; \(form)")
        }
        switch scheme {
        case "http":
            let port = authority.port ?? 80
            name = "\(authority.host):\(port)"
            configuration = .server(
                host: authority.host, port: port,
                authorization: try authority.userInfo.map(Self.authorization))
        case "socks5", "socks5h":
            guard authority.userInfo == nil else {
                throw .invalidConfiguration("a SOCKS proxy with credentials is not supported")
            }
            let port = authority.port ?? 1_080
            name = "\(authority.host):\(port)"
            configuration = .socksServer(host: authority.host, port: port)
        default:
            throw .invalidConfiguration("a proxy that is reached by \(scheme) is not supported; \(form)")
        }
    }

    private static func authorization(_ userInfo: String) throws(EigenpalError) -> HTTPClient.Authorization {
        let colon = userInfo.firstIndex(of: ":")
        guard let user = PercentEncoding.decode(userInfo[..<(colon ?? userInfo.endIndex)]),
            let password = PercentEncoding.decode(colon.map { userInfo[$0...].dropFirst() } ?? "")
        else { throw .invalidConfiguration("the credentials of the proxy are not percent-encoded") }
        return .basic(username: user, password: password)
    }
}
