import Eigenpal
import Foundation

/// The calls of Tests/ReferenceClient/calls.py, by the same labels.
struct ReferenceCalls {
    typealias Call = (label: String, send: @Sendable (EigenpalClient) async throws -> Void)

    let pdf: String

    private static let steps = RunStartBody.Overrides(steps: ["classify": ["label": "x", "score": 0.5]])

    var all: [Call] { starts + agents + emailTriggers + workflows + runs + runParts + source }

    private var starts: [Call] {
        let pdf = pdf
        return [
            ("run", { try await $0.run("agents.finance.invoice") }),
            (
                "run-input",
                {
                    try await $0.run(
                        "workflows.triage@1.2.0",
                        input: ["text": "Größe", "limits": ["pages": [1, 2.5, nil, true]]])
                }
            ),
            ("run-latest", { try await $0.run("workflows.triage@latest", waitForCompletion: .seconds(30)) }),
            (
                "run-object",
                {
                    try await $0.run(
                        .workflow("finance/triage", version: "0.3.0"), overrides: Self.steps)
                }
            ),
            ("run-agent", { try await $0.run(.agent("agt_1", version: "latest")) }),
            (
                "run-file",
                {
                    // The names in order: a dictionary of Swift has none of its own.
                    try await $0.run(
                        "agents.a",
                        input: [
                            "b": .file(path: pdf), "n": 1,
                            "a": .file("x,y\n".utf8, name: "t.csv"),
                        ], version: "1.0.0", waitForCompletion: .milliseconds(4_200), overrides: Self.steps)
                }
            ),
            (
                "run-handle",
                {
                    let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: pdf))
                    try await $0.run(
                        "agents.a",
                        input: ["f": .file(handle: handle.fileDescriptor, name: "the \"big\" one.pdf")])
                    try handle.close()
                }
            ),
            ("rerun", { try await $0.rerun("run/1") }),
            (
                "runs.rerun",
                {
                    try await $0.runs.rerun("run_1", version: "original", waitForCompletion: .seconds(600))
                }
            ),
        ]
    }

    private var agents: [Call] {
        [
            ("agents.list", { _ = try await $0.agents.list(search: "a b&c", limit: 5, offset: 10) }),
            (
                "agents.get",
                { _ = try await $0.agents.get("finance/invoice", include: ["files", "dataset"]) }
            ),
            (
                "agents.create",
                { try await $0.agents.create(name: "N", slug: "s", description: "D", config: ["k": [1]]) }
            ),
            ("agents.update", { try await $0.agents.update("agt_1", name: "M", config: ["k": nil]) }),
            ("agents.list_files", { _ = try await $0.agents.listFiles("a", prefix: "docs/") }),
            (
                "agents.list_files-one",
                {
                    // The canned answer is a list, and not the file.
                    do { _ = try await $0.agents.file("a", path: "AGENT.md") } catch EigenpalError.decoding {}
                }
            ),
            (
                "agents.put_file",
                {
                    try await ($0.agents as any WritingFiles).putFile(
                        "a", path: "x y.md", contentBase64: "eA==")
                }
            ),
            (
                "agents.upload_files",
                { try await ($0.agents as any WritingFiles).uploadFiles("a", files: [["path": "x"]]) }
            ),
            ("agents.versions", { _ = try await $0.agents.versions("a.b") }),
        ]
    }

    private var emailTriggers: [Call] {
        [
            ("email.list", { _ = try await $0.agents.emailTriggers.list() }),
            ("email.get", { _ = try await $0.agents.emailTriggers.get("a.b") }),
            ("email.update", { try await $0.agents.emailTriggers.update("a", enabled: false) }),
            (
                "email.create_alias",
                {
                    try await $0.agents.emailTriggers.createAlias(
                        "a",
                        EmailAliasCreateBody(
                            alias: "invoices", label: "L", allowlist: ["@acme.example"],
                            replyConfig: ["cc": ["x"]]))
                }
            ),
            (
                "email.update_alias",
                {
                    try await $0.agents.emailTriggers.updateAlias(
                        "a", id: "eml/1",
                        EmailAliasUpdateBody(
                            label: .null, allow: [], status: "disabled", requireSenderAuth: true))
                }
            ),
            ("email.delete_alias", { try await $0.agents.emailTriggers.deleteAlias("a", id: "eml_1") }),
        ]
    }

    private var workflows: [Call] {
        let pdf = pdf
        return [
            (
                "workflows.list",
                {
                    _ = try await $0.workflows.list(
                        search: "s", name: "n", kind: .block, limit: 100, offset: 0)
                }
            ),
            ("workflows.get", { _ = try await $0.workflows.get("wf_1") }),
            ("workflows.versions", { _ = try await $0.workflows.versions("wf_1", limit: 1, offset: 2) }),
            (
                "run_and_wait",
                {
                    try await $0.workflows.executions.runAndWait(
                        "triage", input: ["text": "x"], version: "1.0.0", pollInterval: .milliseconds(10),
                        overrides: Self.steps)
                }
            ),
            (
                "run_and_wait-file",
                {
                    try await $0.workflows.executions.runAndWait(
                        "triage", input: ["f": .file(path: pdf)], version: "latest")
                }
            ),
        ]
    }

    private var runs: [Call] {
        [
            ("runs.list", { _ = try await $0.runs.list() }),
            (
                "runs.list-all",
                {
                    _ = try await $0.runs.list(
                        type: .agent, source: "agents.a", status: [.failed, .cancelled], sourceRef: "1.0.0",
                        batchId: "b", exampleId: "e", exampleIdContains: "x y", from: "2026-01-01T00:00:00Z",
                        to: "2026-02-01T00:00:00+01:00", createdAfter: "ca", createdBefore: "cb",
                        completedAfter: "da", completedBefore: "db", offset: 3, limit: 7)
                }
            ),
            ("runs.get", { _ = try await $0.runs.get("run_1", expand: [.usage, .execution]) }),
            ("runs.get-plain", { _ = try await $0.runs.get("a b/c?d") }),
            ("runs.definition", { _ = try await $0.runs.definition("run_1") }),
            ("runs.cancel", { try await $0.runs.cancel("run_1") }),
            ("runs.connect", { _ = try await $0.runs.connect("run_1") }),
            ("runs.compare", { _ = try await $0.runs.compare("run_1", "run_2", step: "a,b") }),
            ("runs.comparison.get", { _ = try await $0.runs.comparison.get("run_1") }),
            ("runs.trace.get", { _ = try await $0.runs.trace.get("run_1") }),
        ]
    }

    private var runParts: [Call] {
        let pdf = pdf
        return [
            ("runs.artifacts.list", { _ = try await $0.runs.artifacts.list("run_1") }),
            (
                "runs.artifacts.download",
                { _ = try await $0.runs.artifacts.download("run_1", path: "output/a b/ü%.txt") }
            ),
            ("runs.artifacts.download_zip", { _ = try await $0.runs.artifacts.downloadZip("run_1") }),
            (
                "runs.artifacts.download_zip-some",
                { _ = try await $0.runs.artifacts.downloadZip("run_1", files: "a,b c", token: "t/1") }
            ),
            ("runs.expected.list", { _ = try await $0.runs.expected.list("run_1") }),
            (
                "runs.expected.copy_output",
                {
                    try await $0.runs.expected.copyOutput(
                        "run_1", outputFileName: "a.json", expectedName: "b.json")
                }
            ),
            (
                "runs.expected.upload",
                {
                    try await $0.runs.expected.upload(
                        "run_1", .file("{}".utf8, name: "a.json"), name: "b.json")
                }
            ),
            (
                "runs.expected.upload-plain",
                { try await $0.runs.expected.upload("run_1", .file("x".utf8, name: "expected.bin")) }
            ),
            (
                "runs.expected.download",
                { _ = try await $0.runs.expected.download("run_1", filename: "deep/a.json") }
            ),
            (
                "runs.expected.rename",
                { try await $0.runs.expected.rename("run_1", filename: "a.json", name: "b.json") }
            ),
            ("runs.expected.delete", { try await $0.runs.expected.delete("run_1", filename: "a.json") }),
            ("runs.feedback.get", { _ = try await $0.runs.feedback.get("run_1") }),
            (
                "runs.feedback.update",
                {
                    try await $0.runs.feedback.update(
                        "run_1", body: "B", rating: "fail", status: "open", expected: ["total": 7])
                }
            ),
            (
                "runs.feedback.update-names",
                {
                    try await $0.runs.feedback.update(
                        "run_1",
                        RunFeedbackRequest(
                            feedback: .value("F"), feedbackRating: .value("pass"),
                            feedbackStatus: .value("ignored"), expected: .null))
                }
            ),
            ("runs.feedback.resolve", { try await $0.runs.feedback.resolve("run_1", body: "done") }),
            ("runs.feedback.clear", { try await $0.runs.feedback.clear("run_1") }),
            ("runs.files.list", { _ = try await $0.runs.files.list("run_1") }),
            ("runs.files.upload", { try await $0.runs.files.upload("run_1", .file(path: pdf)) }),
            (
                "runs.files.upload-bytes",
                { try await $0.runs.files.upload("run_1", .file("a,b\n".utf8, name: "t.csv")) }
            ),
            ("runs.files.delete", { try await $0.runs.files.delete("run_1", file: "file_1") }),
        ]
    }

    private var source: [Call] {
        let sealed = EncryptedSecret(keyId: "k", nonce: "n", ciphertext: "c", tag: "t")
        return [
            ("source.repository", { _ = try await $0.source.repository() }),
            ("source.raw", { _ = try await $0.source.raw(path: "agents/a/x.md", ref: "1f0c") }),
            (
                "source.releases",
                { _ = try await $0.source.releases(packagePath: "agents/a", version: "1.0.0") }
            ),
            ("source.lockfile", { _ = try await $0.source.lockfile(packageRef: "agents/a@1.x") }),
            (
                "source.encrypt_secrets",
                { _ = try await $0.source.encryptSecrets(sourcePath: "p", secretName: "A", plaintext: "v") }
            ),
            (
                "source.decrypt_secrets",
                {
                    _ = try await $0.source.decryptSecrets([
                        .init(sourcePath: "p", secretName: "A", encrypted: sealed)
                    ])
                }
            ),
            ("automations.sync", { try await $0.automations.sync("agents.a") }),
        ]
    }
}
