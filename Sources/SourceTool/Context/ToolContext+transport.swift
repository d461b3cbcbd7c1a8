import Eigenpal
import Git

extension ToolContext {
    /// How Git reaches a remote: with the account's key where the remote is on the API's host, by the same proxy and
    /// certificate authority as the API.
    ///
    /// - Throws: ``ToolError`` for an HTTP remote on another host, which must not see the key.
    public func transport(for remoteURL: String) throws(ToolError) -> Transport {
        var transport = Transport()
        transport.userAgent = "\(ToolVersion.name)/\(ToolVersion.current)"
        guard remoteURL.hasPrefix("https:") || remoteURL.hasPrefix("http:") else { return transport }
        return try self.transport(for: remoteURL, account: try account(), basedOn: transport)
    }

    func transport(
        for remoteURL: String, account: Account, basedOn base: Transport = Transport()
    ) throws(ToolError) -> Transport {
        let settings = Settings(self)
        let remote = try ServerAddress(parsing: remoteURL)
        guard account.address.trusts(remote) else {
            throw ToolError(
                "the remote is on \(remote.origin), and the API key is for \(account.address.origin)",
                details: ["the key goes to its own server only; choose the profile of the remote's server"],
                next: "\(ToolVersion.name) auth list")
        }
        try settings.requireSafe(remote)
        var transport = base
        let key = account.apiKey
        transport.credentials = Git.Credentials(username: "eigenpal", secret: { Array(key.utf8) })
        transport.allowedHost = remote.hostAndPort
        transport.allowsPlainHTTP = remote.scheme == "http"
        transport.certificateAuthorityFile = try settings.certificateAuthorityFile(
            stored: account.certificateAuthorityFile)
        transport.proxy = ProxySettings(environment: environment).proxy(for: remoteURL)
        transport.skipsCertificateCheck = settings.skipsCertificateCheck(remote)
        return transport
    }
}
