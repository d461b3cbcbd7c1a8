extension ServerConfiguration {
    /// The base URL of a server that listens on a port, as this machine reaches it: the loopback address stands in
    /// for "every address".
    func baseURL(boundTo port: Int?) -> String {
        let scheme = tls == nil ? "http" : "https"
        let name =
            switch host {
            case "0.0.0.0": "127.0.0.1"
            case "::", "[::]": "[::1]"
            case _ where host.contains(":") && !host.hasPrefix("["): "[\(host)]"
            default: host
            }
        return "\(scheme)://\(name):\(port ?? self.port)"
    }

    /// The base URL for a client: the public one where it was given, else the one that the client used, by its `Host`
    /// field; nil for a field that is no host with an optional port.
    func baseURL(usedBy host: String?) -> String? {
        if let publicURL { return publicURL }
        guard let host, (1...255).contains(host.utf8.count),
            host.utf8.allSatisfy({ byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
                    UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"):
                    true
                default: false
                }
            })
        else { return nil }
        return "\(tls == nil ? "http" : "https")://\(host)"
    }
}
