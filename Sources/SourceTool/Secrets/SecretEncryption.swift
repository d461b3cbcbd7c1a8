import Eigenpal
import EigenpalAPI
import Sealing
import SourceFormat

/// The way of plaintexts to the server's encrypt endpoint: only where no network can read along.
enum SecretEncryption {
    /// The account that secrets are encrypted with.
    ///
    /// - Throws: ``ToolError`` where its server is reached over plain HTTP on another machine, whatever was allowed
    ///   for everything else.
    static func account(_ context: ToolContext) throws(ToolError) -> Account {
        let account = try context.account()
        guard account.address.scheme == "https" || account.address.isLoopback else {
            throw ToolError(
                "a secret is only sent over TLS, or to this machine: \(account.baseURL) is neither",
                next: "eigenpal-src --base-url https://\(account.address.hostAndPort) secrets set NAME")
        }
        return account
    }

    /// Encrypts one secret of a package.
    ///
    /// - Throws: ``ToolError``; the server keeps nothing then or otherwise.
    static func encrypt(
        _ value: SecretBytes, named name: SecretName, for package: PackagePath, _ account: Account,
        _ context: ToolContext
    ) async throws(ToolError) -> SealedValue {
        guard let plaintext = value.text else { throw ToolError("the value of \(name) is not text") }
        let answer = try await context.withClient(for: account) { client in
            try await client.source.encryptSecrets(
                sourcePath: package.secretsPath, secretName: name.rawValue, plaintext: plaintext)
        }
        return try SealedValue(answer)
    }

    /// Encrypts several secrets of one package in one request.
    ///
    /// - Throws: ``ToolError``, also for an answer that leaves one out.
    static func encrypt(
        _ values: [(name: SecretName, plaintext: String)], for package: PackagePath, _ account: Account,
        _ context: ToolContext
    ) async throws(ToolError) -> [SecretName: SealedValue] {
        let items = values.map { value in
            SourceSecretsEncryptBody.Item(
                sourcePath: package.secretsPath, secretName: value.name.rawValue, plaintext: value.plaintext)
        }
        let answers = try await context.withClient(for: account) { client in
            try await client.source.encryptSecrets(items)
        }
        var sealed: [SecretName: SealedValue] = [:]
        for value in values {
            guard let answer = answers[value.name.rawValue] else {
                throw ToolError("the server did not encrypt \(value.name); nothing was written")
            }
            sealed[value.name] = try SealedValue(answer)
        }
        return sealed
    }
}
