import Eigenpal
import Git

extension ToolContext {
    /// The account that the settings name: flag, environment, credentials file, in this order.
    ///
    /// - Throws: ``ToolError`` where there is no key, or the key belongs to another server.
    public func account() throws(ToolError) -> Account {
        try Settings(self).account()
    }

    /// A client of the account's server. Whoever made it shuts it down; ``withClient(_:)`` does.
    ///
    /// - Throws: ``ToolError``, as ``account()`` and for a certificate authority that cannot be read.
    public func client() throws(ToolError) -> EigenpalClient {
        try client(for: try account())
    }

    /// A client of the server of `account`.
    ///
    /// - Throws: ``ToolError`` for plain HTTP to another machine, or a certificate authority that cannot be read.
    public func client(for account: Account) throws(ToolError) -> EigenpalClient {
        let settings = Settings(self)
        try settings.requireSafe(account.address)
        let configuration = try settings.clientConfiguration(for: account)
        do throws(EigenpalError) {
            return try EigenpalClient(
                apiKey: account.apiKey, baseURL: account.baseURL,
                verifyTLS: !settings.skipsCertificateCheck(account.address), configuration: configuration)
        } catch {
            throw ToolError(error, account: account)
        }
    }

    /// Calls `body` with a client of the account's server and shuts it down after.
    ///
    /// - Throws: ``ToolError``: what `body` throws, translated.
    public func withClient<Answer>(
        _ body: (EigenpalClient) async throws -> Answer
    ) async throws(ToolError) -> Answer {
        try await withClient(for: try account(), body)
    }

    /// Calls `body` with a client of the server of `account` and shuts it down after.
    ///
    /// - Throws: ``ToolError``: what `body` throws, translated.
    public func withClient<Answer>(
        for account: Account, _ body: (EigenpalClient) async throws -> Answer
    ) async throws(ToolError) -> Answer {
        let client = try client(for: account)
        let answer: Answer
        do {
            answer = try await body(client)
        } catch {
            await client.shutdown()
            throw ToolError(translating: error, account: account)
        }
        await client.shutdown()
        return answer
    }
}
