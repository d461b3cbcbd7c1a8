/// Where a server is: scheme, host, port, and the path it is behind.
struct BaseURL: Sendable, Hashable, CustomStringConvertible {
    /// `http` or `https`.
    let scheme: String
    /// The host in lower case; an IPv6 address without its brackets.
    let host: String
    /// The port, the scheme's own where the URL names none.
    let port: Int
    /// Scheme, host and port as they are written in a URL, the port left out where it is the scheme's own.
    let origin: String
    /// The path before the API's own, `/` at its beginning and none at its end; empty for none.
    let pathPrefix: String

    /// The URL without a slash at its end.
    var description: String { origin + pathPrefix }

    /// Reads a base URL. Its text may hold a password by mistake: no message shows more than a usable part of it.
    init(parsing text: String) throws(EigenpalError) {
        let form =
            "a base URL is http or https, a host, a port and a path if need be: https://eigenpal.acme.example"
        guard let mark = text.firstRange(of: "://") else {
            throw .invalidConfiguration("the base URL has no scheme; \(form)")
        }
        let scheme = text[..<mark.lowerBound].lowercased()
        guard scheme == "https" || scheme == "http" else {
            throw .invalidConfiguration("the scheme of the base URL is neither http nor https; \(form)")
        }
        let rest = text[mark.upperBound...]
        let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
        guard let authority = URLAuthority(parsing: rest[..<end]) else {
            throw .invalidConfiguration("the host or port of the base URL is not valid; \(form)")
        }
        guard authority.userInfo == nil else {
            throw .invalidConfiguration("the base URL holds credentials; the API key is given apart; \(form)")
        }
        let path = rest[end...]
        guard path.utf8.allSatisfy(Self.isPathByte), !Self.holdsDotSegments(path) else {
            throw .invalidConfiguration(
                "the path of the base URL may hold no query, fragment, spaces or dot segments; \(form)")
        }
        self.scheme = scheme
        host = authority.host
        let standardPort = scheme == "https" ? 443 : 80
        port = authority.port ?? standardPort
        let shownHost = host.contains(":") ? "[\(host)]" : host
        origin = "\(scheme)://\(shownHost)" + (port == standardPort ? "" : ":\(port)")
        pathPrefix = String(path.trimmingSlashes)
    }

    private static func isPathByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "\\"), UInt8(ascii: "<"), UInt8(ascii: ">"),
            UInt8(ascii: "\""), UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "{"), UInt8(ascii: "|"),
            UInt8(ascii: "}"):
            false
        default: byte > 0x20 && byte < 0x7F
        }
    }

    private static func holdsDotSegments(_ path: Substring) -> Bool {
        path.split(separator: "/").contains { segment in
            [".", "..", "%2e", "%2e%2e", ".%2e", "%2e."].contains(segment.lowercased())
        }
    }
}

extension Substring {
    /// Without the slashes at its end.
    fileprivate var trimmingSlashes: Substring {
        var text = self
        while text.last == "/" { text = text.dropLast() }
        return text
    }
}
