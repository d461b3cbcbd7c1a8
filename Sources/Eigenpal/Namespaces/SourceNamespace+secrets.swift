import EigenpalAPI

extension SourceNamespace {
    /// Encrypts one secret under the organization's active key, which never leaves the server.
    ///
    /// ```swift
    /// let sealed = try await client.source.encryptSecrets(
    ///     sourcePath: "agents/invoice/secrets.enc.yaml", secretName: "SMTP_PASSWORD", plaintext: password)
    /// ```
    ///
    /// - Parameters:
    ///   - sourcePath: `<package path>/secrets.enc.yaml`; the ciphertext decrypts for this path alone.
    ///   - secretName: `[A-Z][A-Z0-9_]*`; the ciphertext decrypts for this name alone.
    ///   - plaintext: the secret.
    /// - Throws: ``EigenpalError``.
    public func encryptSecrets(
        sourcePath: String, secretName: String, plaintext: String
    ) async throws(EigenpalError) -> EncryptedSecret {
        let body = SourceSecretsEncryptBody(
            sourcePath: sourcePath, secretName: secretName, plaintext: plaintext)
        guard let encrypted = try await encryptSecrets(body).encrypted else {
            throw transport.lacking("encrypted", in: Self.encryption)
        }
        return encrypted
    }

    /// Encrypts the secrets of one secrets file.
    ///
    /// ```swift
    /// let path = "agents/invoice/secrets.enc.yaml"
    /// let sealed = try await client.source.encryptSecrets([
    ///     .init(sourcePath: path, secretName: "SMTP_USER", plaintext: user),
    ///     .init(sourcePath: path, secretName: "SMTP_PASSWORD", plaintext: password),
    /// ])
    /// ```
    ///
    /// - Parameter secrets: the secrets; no two of one name, since the answer is keyed by name alone.
    /// - Returns: the sealed secrets by name; one for each that was asked for.
    /// - Throws: ``EigenpalError``; ``EigenpalError/invalidArgument(_:)`` where a name comes twice.
    public func encryptSecrets(
        _ secrets: [SourceSecretsEncryptBody.Item]
    ) async throws(EigenpalError) -> [String: EncryptedSecret] {
        try Self.requireDistinct(secrets.map(\.secretName))
        let answer = try await encryptSecrets(SourceSecretsEncryptBody(secrets: secrets)).secrets ?? [:]
        for secret in secrets where answer[secret.secretName] == nil {
            throw transport.lacking("secrets.\(secret.secretName)", in: Self.encryption)
        }
        return answer
    }

    /// Encrypts one secret or a batch, as the body says.
    ///
    /// ```swift
    /// let answer = try await client.source.encryptSecrets(
    ///     SourceSecretsEncryptBody(sourcePath: path, secretName: "SMTP_PASSWORD", plaintext: password))
    /// ```
    ///
    /// - Throws: ``EigenpalError``.
    public func encryptSecrets(
        _ body: SourceSecretsEncryptBody
    ) async throws(EigenpalError) -> SourceSecretsEncryptResponse {
        try await transport.longValue(of: Self.encryption.sending(long: body))
    }

    /// Decrypts the secrets of one secrets file, for work on this machine.
    ///
    /// ```swift
    /// let plain = try await client.source.decryptSecrets([
    ///     .init(sourcePath: path, secretName: "SMTP_PASSWORD", encrypted: sealed)
    /// ])
    /// ```
    ///
    /// - Parameter secrets: the sealed secrets; no two of one name, since the answer is keyed by name alone.
    /// - Returns: the secrets by name; one for each that was asked for.
    /// - Throws: ``EigenpalError``; ``EigenpalError/invalidArgument(_:)`` where a name comes twice.
    public func decryptSecrets(
        _ secrets: [SourceSecretsDecryptBody.Item]
    ) async throws(EigenpalError) -> [String: String] {
        try Self.requireDistinct(secrets.map(\.secretName))
        let answer = try await decryptSecrets(SourceSecretsDecryptBody(secrets: secrets)).secrets ?? [:]
        for secret in secrets where answer[secret.secretName] == nil {
            throw transport.lacking("secrets.\(secret.secretName)", in: Self.decryption)
        }
        return answer
    }

    /// Decrypts one secret of a run, or a batch, as the body says.
    ///
    /// ```swift
    /// let answer = try await client.source.decryptSecrets(
    ///     SourceSecretsDecryptBody(
    ///         executionId: "run_7", sourcePath: path, secretName: "SMTP_PASSWORD", encrypted: sealed))
    /// ```
    ///
    /// - Throws: ``EigenpalError``; ``EigenpalError/forbidden(_:)`` for one secret without the run that needs it.
    public func decryptSecrets(
        _ body: SourceSecretsDecryptBody
    ) async throws(EigenpalError) -> SourceSecretsDecryptResponse {
        try await transport.value(of: Self.decryption.sending(body))
    }

    private static var encryption: Request { Request(.post, ["source", "secrets", "encrypt"]) }
    private static var decryption: Request { Request(.post, ["source", "secrets", "decrypt"]) }

    private static func requireDistinct(_ names: [String]) throws(EigenpalError) {
        var seen: Set<String> = []
        for name in names where !seen.insert(name).inserted {
            throw .invalidArgument("\(name) comes twice in one batch, whose answer is keyed by name")
        }
    }
}
