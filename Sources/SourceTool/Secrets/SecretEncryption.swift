import Eigenpal
import EigenpalAPI
import Sealing
import SourceFormat

/// The way of plaintexts to and from the server's endpoints: only where no network can read along.
enum SecretEncryption {
    /// A secret to encrypt.
    typealias Plaintext = (name: SecretName, value: SecretPart)

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

    /// What came of a request to encrypt.
    enum Outcome {
        /// The secrets, encrypted.
        case sealed([SecretName: SealedValue])
        /// The server could not be reached, or does not serve now.
        case unreachable(ToolError)
    }

    /// Encrypts secrets of one package in one request.
    ///
    /// - Throws: ``ToolError`` for a refusal, and for an answer that leaves one out.
    static func encrypt(
        _ values: [Plaintext], for package: PackagePath, _ context: ToolContext
    ) async throws(ToolError) -> Outcome {
        let account = try account(context)
        var items: [SourceSecretsEncryptBody.Item] = []
        for (name, value) in values {
            guard let plaintext = value.text else { throw ToolError("the value of \(name) is not text") }
            items.append(
                SourceSecretsEncryptBody.Item(
                    sourcePath: package.secretsPath, secretName: name.rawValue, plaintext: plaintext))
        }
        let body = items
        let answers: [String: EncryptedSecret]
        switch try await context.withClient(
            for: account,
            { client in
                await attemptRequest { () throws(EigenpalError) in
                    try await client.source.encryptSecrets(body)
                }
            })
        {
        case .success(let named): answers = named
        case .failure(let error):
            let problem = ToolError(error, account: account)
            guard error.meansUnreachable else { throw problem }
            return .unreachable(problem)
        }
        var sealed: [SecretName: SealedValue] = [:]
        for (name, _) in values {
            guard let answer = answers[name.rawValue] else {
                throw ToolError("the server did not encrypt \(name); nothing was written")
            }
            sealed[name] = try SealedValue(answer)
        }
        return .sealed(sealed)
    }

    /// Encrypts one secret of a package.
    ///
    /// - Throws: ``ToolError``, also where the server cannot be reached.
    static func encryptOne(
        _ name: SecretName, _ value: SecretPart, for package: PackagePath, _ context: ToolContext
    ) async throws(ToolError) -> SealedValue {
        switch try await encrypt([(name, value)], for: package, context) {
        case .unreachable(let problem): throw problem
        case .sealed(let answers):
            guard let sealed = answers[name] else { throw ToolError("the server did not encrypt \(name)") }
            return sealed
        }
    }

    /// Decrypts secrets of one package in one request.
    ///
    /// - Throws: ``ToolError``, also for an answer that leaves one out or holds what no secret is.
    static func decrypt(
        _ secrets: [SecretCache.Wanted], of package: PackagePath, _ context: ToolContext
    ) async throws(ToolError) -> [SecretName: SecretPart] {
        let account = try account(context)
        switch try await answers(secrets, of: package, account, context) {
        case .success(let answers): return try values(of: secrets, in: answers)
        case .failure(let error): throw ToolError(error, account: account)
        }
    }

    /// Decrypts secrets of one package, as many of them as can be.
    ///
    /// - Returns: the plaintexts, and for the others the server's reason.
    /// - Throws: ``ToolError`` where the server cannot be asked, or refuses more than single secrets.
    static func decryptEach(
        _ secrets: [SecretCache.Wanted], of package: PackagePath, _ context: ToolContext
    ) async throws(ToolError) -> (values: [SecretName: SecretPart], refused: [SecretName: String]) {
        guard !secrets.isEmpty else { return ([:], [:]) }
        let account = try account(context)
        let refusal: EigenpalError
        switch try await answers(secrets, of: package, account, context) {
        case .success(let answers): return (try values(of: secrets, in: answers), [:])
        case .failure(let error): refusal = error
        }
        guard case .validation = refusal else { throw ToolError(refusal, account: account) }
        var refused: [SecretName: String] = [:]
        for issue in refusal.issues {
            guard let index = index(in: issue.field), secrets.indices.contains(index) else { continue }
            refused[secrets[index].name] = issue.message
        }
        if secrets.count == 1 {
            return ([:], [secrets[0].name: refusal.issues.first?.message ?? "\(refusal)"])
        }
        let rest = secrets.filter { refused[$0.name] == nil }
        guard !refused.isEmpty, !rest.isEmpty else {
            guard refused.isEmpty else { return ([:], refused) }
            // A server that does not say which: ask for each alone.
            var found: (values: [SecretName: SecretPart], refused: [SecretName: String]) = ([:], [:])
            for secret in secrets {
                let one = try await decryptEach([secret], of: package, context)
                found.values.merge(one.values) { $1 }
                found.refused.merge(one.refused) { $1 }
            }
            return found
        }
        let found = try await decryptEach(rest, of: package, context)
        return (found.values, found.refused.merging(refused) { $1 })
    }

    private static func answers(
        _ secrets: [SecretCache.Wanted], of package: PackagePath, _ account: Account, _ context: ToolContext
    ) async throws(ToolError) -> Result<[String: String], EigenpalError> {
        let items = secrets.map { secret in
            SourceSecretsDecryptBody.Item(
                sourcePath: package.secretsPath, secretName: secret.name.rawValue,
                encrypted: EncryptedSecret(secret.sealed))
        }
        return try await context.withClient(for: account) { client in
            await attemptRequest { () throws(EigenpalError) in try await client.source.decryptSecrets(items) }
        }
    }

    private static func values(
        of secrets: [SecretCache.Wanted], in answers: [String: String]
    ) throws(ToolError) -> [SecretName: SecretPart] {
        var bytes: [[UInt8]] = []
        for secret in secrets {
            guard let answer = answers[secret.name.rawValue] else {
                throw ToolError("the server did not decrypt \(secret.name)")
            }
            bytes.append(Array(answer.utf8))
        }
        var values: [SecretName: SecretPart] = [:]
        for (secret, value) in zip(secrets, try GuardedValues.gather(&bytes)) {
            if let problem = value.withBytes({ SecretValue.problem(with: $0) }) {
                throw ToolError("the value that the server has for \(secret.name) \(problem)")
            }
            values[secret.name] = value
        }
        return values
    }

    /// The index in an issue's field such as `secrets[3].encrypted`.
    private static func index(in field: String) -> Int? {
        guard field.hasPrefix("secrets[") else { return nil }
        return Int(field.dropFirst(8).prefix { $0 != "]" })
    }
}

private func attemptRequest<Answer: Sendable>(
    _ body: () async throws(EigenpalError) -> Answer
) async -> Result<Answer, EigenpalError> {
    do throws(EigenpalError) { return .success(try await body()) } catch { return .failure(error) }
}

extension EigenpalError {
    /// Whether the same request may well be answered later: no way to the server, no answer in time, or a gateway
    /// that has no server behind it.
    var meansUnreachable: Bool {
        switch self {
        case .unreachable, .timeout: true
        case .server(let failure): [502, 503, 504].contains(failure.status)
        default: false
        }
    }
}

extension EncryptedSecret {
    /// A sealed value as the wire carries it.
    fileprivate init(_ value: SealedValue) {
        self.init(
            algorithm: value.algorithm, keyId: value.keyId, nonce: value.nonce, ciphertext: value.ciphertext,
            tag: value.tag)
    }
}
