import Eigenpal
import Foundation
import TestSupport
import Testing

/// The client against a real server: what each call answers, and each refusal that a server has.
@Suite struct RealServerTests {
    private static let invoice = "agents/finance/invoice"
    private static let secretsFile = "agents/finance/invoice/secrets.enc.yaml"

    private func withSeededClient(_ body: (EigenpalClient, SeededServer) async throws -> Void) async throws {
        let seeded = try await SeededServer.start()
        try await withClient(of: seeded.server.baseURL, key: seeded.server.apiKey) { client in
            try await body(client, seeded)
        }
        try await seeded.server.stop()
    }

    private func refusal(_ body: () async throws -> Void) async throws -> EigenpalError {
        try await #require(throws: EigenpalError.self) { try await body() }
    }

    @Test func theRepositoryIsRead() async throws {
        try await withSeededClient { client, seeded in
            #expect(try await client.checkAuthentication().ok)
            let repository = try await client.source.repository()
            #expect(repository.gitRepositoryPath == "acme")
            #expect(repository.remoteUrl == seeded.server.remoteURL)

            let file = try await client.source.raw(path: "\(Self.invoice)/AGENT.md")
            #expect(file.content.contains("second thoughts"))
            let before = try await client.source.raw(
                path: "\(Self.invoice)/AGENT.md", ref: seeded.firstRelease)
            #expect(!before.content.contains("second thoughts"))

            let releases = try await client.source.releases(packagePath: Self.invoice)
            #expect(releases.releases.map(\.version) == ["1.10.0", "1.2.0", "1.0.0"])
            #expect(releases.releases[0].commit == seeded.main)
            let one = try await client.source.releases(packagePath: Self.invoice, version: "1.2.0")
            #expect(one.releases.map(\.tag) == ["agents.finance.invoice@1.2.0"])

            let lockfile = try await client.source.lockfile(packageRef: "\(Self.invoice)@1.x")
            #expect(lockfile.lockfileVersion == 1)
            #expect(lockfile.root.resolvedTag == "agents.finance.invoice@1.10.0")
            #expect(lockfile.root.dependencies.map(\.packagePath) == ["resources/skills/ocr"])
            #expect(lockfile.root.dependencies.map(\.resolvedRef) == ["1.2.0"])
        }
    }

    @Test func secretsComeBackForTheirPathAndNameAlone() async throws {
        try await withSeededClient { client, _ in
            let secret = "p\u{E4}ssw\u{F6}rd \u{1F511}\nand a second line"
            let sealed = try await client.source.encryptSecrets(
                sourcePath: Self.secretsFile, secretName: "TOKEN", plaintext: secret)
            let batch = try await client.source.encryptSecrets([
                .init(sourcePath: Self.secretsFile, secretName: "A", plaintext: "1"),
                .init(sourcePath: Self.secretsFile, secretName: "B", plaintext: "2"),
            ])
            #expect(batch.count == 2)
            let items =
                [
                    SourceSecretsDecryptBody.Item(
                        sourcePath: Self.secretsFile, secretName: "TOKEN", encrypted: sealed)
                ]
                + batch.map { .init(sourcePath: Self.secretsFile, secretName: $0.key, encrypted: $0.value) }
            #expect(try await client.source.decryptSecrets(items) == ["TOKEN": secret, "A": "1", "B": "2"])

            var moved = items[0]
            moved.secretName = "OTHER"
            let refused = try await refusal { _ = try await client.source.decryptSecrets([moved]) }
            #expect(caseName(refused) == "validation")
            let alone = try await refusal {
                _ = try await client.source.decryptSecrets(
                    SourceSecretsDecryptBody(
                        executionId: nil, sourcePath: Self.secretsFile, secretName: "TOKEN", encrypted: sealed
                    ))
            }
            #expect(caseName(alone) == "forbidden")
        }
    }

    @Test func agentsAndWorkflowsAreKept() async throws {
        try await withSeededClient { client, seeded in
            let synced = try await client.automations.sync("agents.finance.invoice")
            #expect(synced.automation.type == .agent)
            #expect(synced.automation.status == .active)
            #expect(synced.release.commit == seeded.main)
            #expect(APIDate.milliseconds(parsing: synced.automation.updatedAt) != nil)

            let agent = try await client.agents.get("finance.invoice").agent
            #expect(agent.id == synced.automation.id)
            #expect(agent.latestVersion == .value("1.10.0"))
            #expect(agent.sourceIntegrity == .healthy)
            let versions = try await client.agents.versions(agent.id)
            #expect(versions.packagePath == Self.invoice)
            #expect(versions.versions.map(\.latest) == [true, false, false])
            #expect(versions.versions[0].notes?.contains("Second thoughts") == true)

            let files = try await client.agents.listFiles(agent.id)
            #expect(files.commit == seeded.main)
            #expect(files.files.map(\.path).contains("AGENT.md"))
            let file = try await client.agents.file(agent.id, path: "AGENT.md", ref: seeded.firstRelease)
            #expect(file.content?.utf8.count == file.size)
            #expect(file.contentBase64 == nil)

            let made = try await client.agents.create(name: "Expense", slug: "finance.expense")
            #expect(made.agent.slug == "finance.expense")
            let changed = try await client.agents.update(
                made.agent.id, description: "Reads receipts.", config: ["deep": ["list": [1, nil, "x"]]])
            #expect(changed.agent.description == .value("Reads receipts."))
            #expect(
                try await client.agents.get(made.agent.id).agent.config == ["deep": ["list": [1, nil, "x"]]])
            let page = try await client.agents.list(limit: 1, offset: 1)
            #expect(page.data.count == 1)
            #expect(page.total >= 2)
            #expect(try await client.agents.list(slug: "finance.expense").data.map(\.id) == [made.agent.id])

            _ = try await client.automations.sync("workflows.triage")
            let workflow = try #require(try await client.workflows.list(kind: .workflow).data.first)
            #expect(workflow.version == .value("0.3.0"))
            #expect(
                try await client.workflows.get(workflow.id).yamlContent.value?.contains("classify") == true)
            #expect(try await client.workflows.versions(workflow.id).data.map(\.isCurrent) == [true])
        }
    }

    @Test func refusalsAreTyped() async throws {
        try await withSeededClient { client, seeded in
            let missing = try await refusal { _ = try await client.agents.get("none") }
            #expect(caseName(missing) == "notFound")
            #expect(missing.status == 404)
            #expect(missing.requestID?.isEmpty == false)
            #expect(missing.requestID == missing.envelope?.requestId)
            #expect(missing.issues.first?.severity == .error)
            let nested = try await refusal { _ = try await client.agents.get("a/b") }
            #expect(nested.failure?.request == "GET /api/v1/agents/a/b")
            #expect([404, 400].contains(nested.status))
            let invalid = try await refusal {
                _ = try await client.agents.create(name: "X", slug: "Not A Slug")
            }
            #expect(caseName(invalid) == "validation")
            #expect(!invalid.issues.isEmpty)
            let upload = try await client.send(
                method: "PUT", path: "/api/v1/agents/finance.invoice/files?path=x",
                body: .json(AgentsFilesPutBody(contentBase64: "eA==")))
            #expect(upload.status == 409)
            let conflict = try #require(client.error(of: upload, method: "PUT", path: "/x"))
            #expect(caseName(conflict) == "conflict")
            #expect(conflict.envelope?.additional["error"]?.string?.isEmpty == false)

            let wrong = try await failure(of: seeded.server.baseURL) {
                _ = try await $0.checkAuthentication()
            }
            #expect(caseName(wrong) == "authentication")
            #expect(wrong.requestID?.isEmpty == false)
        }
    }

    @Test func theRateLimitSaysWhenToComeBack() async throws {
        let server = try await RunningServer.start(arguments: ["--rate-limit", "5"])
        try await withClient(of: server.baseURL, key: server.apiKey) { client in
            let limited = try await refusal {
                for _ in 0..<200 { _ = try await client.checkAuthentication() }
            }
            #expect(caseName(limited) == "rateLimited")
            let wait = try #require(limited.retryAfter)
            #expect(wait > .zero && wait <= .seconds(60))
        }
        try await server.stop()
    }

    @Test func aServerThatIsGoneIsUnreachable() async throws {
        let server = try await RunningServer.start()
        try await withClient(of: server.baseURL, key: server.apiKey) { client in
            _ = try await client.checkAuthentication()
            try await server.stop()
            let gone = try await refusal { _ = try await client.checkAuthentication() }
            #expect(caseName(gone) == "unreachable")
        }
    }
}
