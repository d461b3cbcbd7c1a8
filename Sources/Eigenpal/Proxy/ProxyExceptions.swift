/// The hosts that `NO_PROXY` names: those that are reached without a proxy.
///
/// The entries stand between commas or spaces. `acme.example` and `.acme.example` mean that host and every host below
/// it, `acme.example:8443` the same at this port only, `10.0.0.0/8` and `fd00::/8` the addresses of a block, and `*`
/// alone every host.
public struct ProxyExceptions: Sendable, Hashable {
    private let entries: [Entry]

    private struct Entry: Sendable, Hashable {
        var pattern: Pattern
        var port: Int?
    }

    private enum Pattern: Sendable, Hashable {
        case everything
        case domain(String)
        case block(IPAddress, prefixLength: Int)
    }

    /// Reads the variable's text. An entry that is none of the forms matches nothing.
    public init(parsing text: String) {
        entries = text.split { $0 == "," || $0 == " " || $0 == "\t" }.compactMap { Self.entry(String($0)) }
    }

    /// Whether a host is among them.
    ///
    /// - Parameters:
    ///   - host: a name, or an IPv4 or IPv6 address, without brackets.
    ///   - port: the port that is to be reached.
    public func contain(host: String, port: Int) -> Bool {
        var host = host.lowercased()
        if host.hasSuffix(".") { host.removeLast() }
        let address = IPAddress(parsing: host)
        return entries.contains { entry in
            if let wanted = entry.port, wanted != port { return false }
            switch entry.pattern {
            case .everything: return true
            case .domain(let domain):
                return address == nil && (host == domain || host.hasSuffix(".\(domain)"))
            case .block(let block, let length): return address?.isIn(block, prefixLength: length) ?? false
            }
        }
    }

    private static func entry(_ text: String) -> Entry? {
        if text == "*" { return Entry(pattern: .everything) }
        let text = text.lowercased()
        if let slash = text.firstIndex(of: "/") {
            guard let address = IPAddress(parsing: unbracketed(text[..<slash])),
                let length = Int(text[slash...].dropFirst()), (0...address.bytes.count * 8).contains(length)
            else { return nil }
            return Entry(pattern: .block(address, prefixLength: length))
        }
        if let address = IPAddress(parsing: unbracketed(text[...])) {
            return Entry(pattern: .block(address, prefixLength: address.bytes.count * 8))
        }
        var name = text
        if name.hasPrefix("*.") { name.removeFirst() }
        while name.hasPrefix(".") { name.removeFirst() }
        guard let authority = URLAuthority(parsing: name), authority.userInfo == nil else { return nil }
        if let address = IPAddress(parsing: authority.host) {
            return Entry(
                pattern: .block(address, prefixLength: address.bytes.count * 8), port: authority.port)
        }
        var domain = authority.host
        if domain.hasSuffix(".") { domain.removeLast() }
        return domain.isEmpty ? nil : Entry(pattern: .domain(domain), port: authority.port)
    }

    private static func unbracketed(_ text: Substring) -> Substring {
        text.hasPrefix("[") && text.hasSuffix("]") ? text.dropFirst().dropLast() : text
    }
}
