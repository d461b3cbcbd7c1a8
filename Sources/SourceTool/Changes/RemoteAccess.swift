import Git

extension Checkout {
    /// How a remote of this checkout is reached: with the account's key where the remote is the account's own.
    ///
    /// - Throws: ``ToolError`` for a remote that the checkout does not name, or whose URL holds credentials.
    func transport(to remote: String, _ context: ToolContext) throws(ToolError) -> Transport {
        let url = try url(of: remote)
        if url.hasPrefix("http"), let plain = ServerAddress.withoutUserInfo(url) {
            throw ToolError(
                "the URL of the remote \(remote) holds a user name or a password: \(ServerAddress.masked(url))",
                details: ["the API key is not read from there, and everyone who reads .git/config sees it"],
                next: "eigenpal-src git -- remote set-url \(remote) \(CredentialHelper.quoted(plain))")
        }
        return try context.transport(for: url)
    }

    /// The URL that a remote is fetched from.
    ///
    /// - Throws: ``ToolError`` for a remote that the checkout does not name.
    func url(of remote: String) throws(ToolError) -> String {
        guard let known = try attempt({ try repository.remotes() }).first(where: { $0.name == remote }) else {
            throw ToolError(
                "this checkout has no remote \(remote)",
                next: "eigenpal-src git -- remote add \(remote) URL")
        }
        return known.url
    }
}
