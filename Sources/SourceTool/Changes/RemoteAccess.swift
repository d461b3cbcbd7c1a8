import Git

extension Checkout {
    /// How a remote of this checkout is reached: with the account's key where the remote is the account's own.
    ///
    /// - Throws: ``ToolError`` for a remote that the checkout does not name.
    func transport(to remote: String, _ context: ToolContext) throws(ToolError) -> Transport {
        try context.transport(for: try url(of: remote))
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
