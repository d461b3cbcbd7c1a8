/// Where a server answers: the scheme, host and port of a URL, and its path.
///
/// The grammar is narrower than that of URLs, so that no two programs read a different host in one text.
public struct ServerAddress: Sendable, Hashable {
    /// `https` or `http`.
    public let scheme: String
    /// A host name in lower case, an IPv4 address, or an IPv6 address without its brackets.
    public let host: String
    /// The port, also where it is the scheme's own.
    public let port: Int
    /// What follows the host: empty, or a path without a slash at its end.
    public let path: String

    /// Reads an `http` or `https` URL.
    ///
    /// - Throws: ``ToolError`` for anything else, for a URL that holds a user or a password, a query or a fragment.
    public init(parsing text: String) throws(ToolError) {
        guard !text.isEmpty else { throw .usage("the URL is empty") }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x5C }) else {
            throw .usage(
                "\(Self.masked(text)) is not a URL: it holds a space or another character that no URL has")
        }
        guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") else {
            throw .usage("\(Self.masked(text)) is not a URL: it begins with neither https:// nor http://")
        }
        let scheme = text[..<colon].lowercased()
        guard scheme == "https" || scheme == "http" else {
            throw .usage("\(Self.masked(text)) is not an https:// or http:// URL")
        }
        let rest = text[colon...].dropFirst(3)
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !authority.contains("@") else {
            throw .usage("\(Self.masked(text)) holds a user name or a password; leave them out")
        }
        var path = rest[authority.endIndex...]
        guard !path.contains("?"), !path.contains("#") else {
            throw .usage("\(Self.masked(text)) is not the URL of a server: it holds a query or a fragment")
        }
        while path.hasSuffix("/") { path = path.dropLast() }
        guard let (host, port) = Self.split(authority, scheme: scheme) else {
            throw .usage(
                "\(Self.masked(text)) is not a URL: \(authority.isEmpty ? "it names no host" : "\(authority) is no host")"
            )
        }
        self.scheme = scheme
        self.host = host
        self.port = port
        self.path = String(path)
    }

    /// The URL, without the port where it is the scheme's own and without a slash at its end.
    public var url: String { origin + path }

    /// Scheme, host, and the port where it is not the scheme's own.
    public var origin: String { "\(scheme)://\(hostAndPort)" }

    /// The host as a URL holds it, and the port where it is not the scheme's own.
    public var hostAndPort: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == Self.usualPort(scheme) ? name : "\(name):\(port)"
    }

    /// Whether the address is this machine itself, so that no network sees what is sent.
    public var isLoopback: Bool {
        host == "localhost" || host.hasSuffix(".localhost") || host == "::1"
            || (host.hasPrefix("127.") && host.split(separator: ".").count == 4
                && host.split(separator: ".").allSatisfy { UInt8($0) != nil })
    }

    /// Whether both are the same host and port, reached no less safely by `other`: a key of one may go to the other.
    public func trusts(_ other: ServerAddress) -> Bool {
        if (scheme, host, port) == (other.scheme, other.host, other.port) { return true }
        return host == other.host && scheme == "http" && other.scheme == "https"
            && (port == 80 && other.port == 443 || port == other.port)
    }

    /// A URL for people: what stands before the `@` of its host may be a key, and is not shown.
    public static func masked(_ url: String) -> String {
        guard let parts = userInfo(in: url) else { return url }
        return "\(parts.before)••••@\(parts.after)"
    }

    /// A URL without what stands before the `@` of its host; nil where nothing does.
    public static func withoutUserInfo(_ url: String) -> String? {
        userInfo(in: url).map { "\($0.before)\($0.after)" }
    }

    private static func userInfo(in url: String) -> (before: Substring, after: Substring)? {
        guard let mark = url.firstRange(of: "://") else { return nil }
        let rest = url[mark.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard let at = authority.lastIndex(of: "@") else { return nil }
        return (url[..<mark.upperBound], rest[at...].dropFirst())
    }

    private static func split(_ authority: Substring, scheme: String) -> (host: String, port: Int)? {
        var host = authority
        var port = usualPort(scheme)
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            host = authority[authority.index(after: authority.startIndex)..<end]
            guard host.contains(":"), host.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else {
                return nil
            }
            let rest = authority[authority.index(after: end)...]
            if !rest.isEmpty {
                guard rest.hasPrefix(":"), let number = portNumber(rest.dropFirst()) else { return nil }
                port = number
            }
            return (host.lowercased(), port)
        }
        if let colon = authority.firstIndex(of: ":") {
            host = authority[..<colon]
            guard let number = portNumber(authority[authority.index(after: colon)...]) else { return nil }
            port = number
        }
        let isName = host.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
            default: false
            }
        }
        guard isName, !host.isEmpty, !host.hasPrefix("."), !host.hasPrefix("-"), !host.contains("..") else {
            return nil
        }
        return (host.lowercased(), port)
    }

    private static func portNumber(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let number = Int(text) else {
            return nil
        }
        return 1...65_535 ~= number ? number : nil
    }

    private static func usualPort(_ scheme: String) -> Int { scheme == "https" ? 443 : 80 }
}
