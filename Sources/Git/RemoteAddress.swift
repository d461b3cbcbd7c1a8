/// A remote's URL in its parts, as far as it matters who gets the credentials.
struct RemoteAddress {
    let scheme: String
    /// The host, with its port where that is not the scheme's own.
    let host: String
    /// The host alone, an IPv6 address without its brackets.
    let hostName: String
    /// The port, the scheme's own where the URL has none; nil where the scheme has none either.
    let port: String?
    let isLoopback: Bool

    /// Nil for a path, and for the `user@host:path` form.
    init?(_ url: String) {
        guard let separator = url.range(of: "://") else { return nil }
        let scheme = url[..<separator.lowerBound].lowercased()
        var authority = url[separator.upperBound...].prefix { !"/?#".contains($0) }
        if let at = authority.lastIndex(of: "@") { authority = authority[authority.index(after: at)...] }
        var host = authority.lowercased()
        for (name, port) in [("http", ":80"), ("https", ":443")] where scheme == name && host.hasSuffix(port)
        {
            host.removeLast(port.count)
        }
        let bare =
            host.hasPrefix("[")
            ? String(host.prefix { $0 != "]" }.dropFirst()) : String(host.prefix { $0 != ":" })
        self.scheme = scheme
        self.host = host
        hostName = bare
        let rest = host.hasPrefix("[") ? host.drop { $0 != "]" }.dropFirst() : host.drop { $0 != ":" }
        port = rest.hasPrefix(":") ? String(rest.dropFirst()) : ["http": "80", "https": "443"][scheme]
        isLoopback = bare == "localhost" || bare == "::1" || Self.isLoopbackIPv4(bare)
    }

    private static func isLoopbackIPv4(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        return parts.count == 4 && parts[0] == 127 && !parts.contains(nil)
    }

    /// The URL with what stands before the host's `@` left out.
    static func withoutCredentials(_ url: String) -> String {
        guard let separator = url.range(of: "://") else { return url }
        let rest = url[separator.upperBound...]
        let authority = rest.prefix { !"/?#".contains($0) }
        guard let at = authority.lastIndex(of: "@") else { return url }
        return String(url[..<separator.upperBound]) + rest[rest.index(after: at)...]
    }
}

extension String {
    /// The range of the first occurrence of another string.
    func range(of other: String) -> Range<Index>? {
        guard !other.isEmpty else { return nil }
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(other) { return start..<index(start, offsetBy: other.count) }
            start = index(after: start)
        }
        return nil
    }
}
