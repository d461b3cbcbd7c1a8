import Eigenpal

/// The calls about the repository and its secrets.
extension Scenario {
    private static let invoice = "agents/finance/invoice"
    private static let secrets = "\(invoice)/secrets.enc.yaml"

    func makeSourceCalls() async throws {
        let calls = client.source
        let file = "\(Self.invoice)/AGENT.md"
        try await step("source.repository") { try await calls.repository() }
        try await step("source.raw") { try await calls.raw(path: file) }
        try await step("source.raw at a tag") {
            try await calls.raw(path: file, ref: "agents.finance.invoice@1.0.0")
        }
        try await step("source.raw of nothing") { try await calls.raw(path: "agents/none/AGENT.md") }
        try await step("source.raw out of it") { try await calls.raw(path: "../../etc/passwd") }
        try await step("source.releases") { try await calls.releases(packagePath: Self.invoice) }
        try await step("source.releases of one version") {
            try await calls.releases(packagePath: Self.invoice, version: "1.2.0")
        }
        try await step("source.releases of no path") {
            try await calls.releases(packagePath: "Agents/Invoice")
        }
        try await step("source.lockfile") {
            try await calls.lockfile(packageRef: "agents.finance.invoice@1.x")
        }
        try await step("source.lockfile of main") {
            try await calls.lockfile(packageRef: "\(Self.invoice)@main")
        }
        try await step("source.lockfile of no release") {
            try await calls.lockfile(packageRef: "\(Self.invoice)@9.9.9")
        }
    }

    func makeSecretCalls() async throws {
        let calls = client.source
        func plain(_ name: String, _ text: String) -> SourceSecretsEncryptBody.Item {
            .init(sourcePath: Self.secrets, secretName: name, plaintext: text)
        }
        func sealed(_ name: String, _ secret: EncryptedSecret) -> SourceSecretsDecryptBody.Item {
            .init(sourcePath: Self.secrets, secretName: name, encrypted: secret)
        }
        let one = try await step("source.encrypt_secrets") {
            try await calls.encryptSecrets(
                SourceSecretsEncryptBody(
                    sourcePath: Self.secrets, secretName: "TOKEN",
                    plaintext: "ümläut \u{1F511}\nline two"))
        }
        let batch = try await step("source.encrypt_secrets of two") {
            try await calls.encryptSecrets(
                SourceSecretsEncryptBody(secrets: [plain("A", "1"), plain("B", "2")]))
        }
        guard let token = one?.encrypted, let secrets = batch?.secrets else { return }
        try await step("source.decrypt_secrets") {
            try await calls.decryptSecrets(
                SourceSecretsDecryptBody(
                    secrets: [sealed("TOKEN", token)] + secrets.map { sealed($0.key, $0.value) }))
        }
        try await step("source.decrypt_secrets of another name") {
            try await calls.decryptSecrets([sealed("OTHER", token)])
        }
        try await step("source.decrypt_secrets without a run") {
            try await calls.decryptSecrets(
                SourceSecretsDecryptBody(
                    executionId: nil, sourcePath: Self.secrets, secretName: "TOKEN", encrypted: token))
        }
        try await step("source.encrypt_secrets of a bad name") {
            try await calls.encryptSecrets(
                sourcePath: Self.secrets, secretName: "lower", plaintext: "x")
        }
    }
}
