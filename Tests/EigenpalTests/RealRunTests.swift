import Eigenpal
import Foundation
import Synchronization
import TestSupport
import Testing

/// Runs, from their start to their comparison, against a real server that carries them out.
@Suite struct RealRunTests {
    private func withRunningClient(_ body: (EigenpalClient) async throws -> Void) async throws {
        let seeded = try await SeededServer.start(arguments: ["--runner", Runner.command])
        try await withClient(of: seeded.server.baseURL, key: seeded.server.apiKey) { client in
            try await body(client)
        }
        try await seeded.server.stop()
    }

    @Test func filesGoThereAndComeBack() async throws {
        try await withRunningClient { client in
            let folder = try TemporaryDirectory()
            let path = folder.appending("big \"one\".bin")
            var generator = SeededGenerator(seed: 11)
            let bytes = (0..<300_000).flatMap { _ in withUnsafeBytes(of: generator.next()) { Array($0) } }
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            let started = try await client.run(
                .agent("finance.invoice", version: "1.2.0"),
                input: [
                    "file": .file(path: path), "more": [.file("x".utf8, name: "z.txt")], "language": "en",
                ],
                waitForCompletion: .seconds(120), metadata: ["ticket": 7])
            let run = try #require(started.run)
            #expect(run.execution.status == .completed)
            #expect(run.output == .value(["total": 7]))
            #expect(run.source.version == .value("1.2.0"))
            let expected = bytes + Array("x".utf8)

            let paths = try await client.runs.artifacts.list(run.id).artifacts.map(\.path)
            #expect(paths.contains("output/deep/all.bin") && paths.contains("trace.jsonl"))
            let name = "output/deep/all.bin"
            #expect(try await client.runs.artifacts.download(run.id, path: name) == expected)
            let answer = try await client.runs.artifacts.stream(run.id, path: name)
            let tag = try #require(answer.header("etag"))
            #expect(answer.header("accept-ranges") == "bytes")

            // As an earlier download left it that was cut off in the middle.
            let target = folder.appending("all.bin")
            let part = folder.appending(".all.bin.part")
            try Data(expected.prefix(1_000_001)).write(to: URL(fileURLWithPath: part))
            let origin = "\(client.baseURL) GET /api/v1/runs/\(run.id)/artifacts/\(name)"
            try Data("\(origin)\n\(tag)\n".utf8).write(to: URL(fileURLWithPath: part + ".etag"))
            let told = Told()
            let size = try await client.runs.artifacts.download(
                run.id, path: name, to: target, progress: told.note)
            #expect(size == Int64(expected.count))
            #expect(told.first == 1_000_001)
            #expect(try Data(contentsOf: URL(fileURLWithPath: target)) == Data(expected))

            let zip = folder.appending("all.zip")
            try await client.runs.artifacts.downloadZip(run.id, to: zip)
            #expect(try Data(contentsOf: URL(fileURLWithPath: zip)).prefix(2) == Data("PK".utf8))
            let names = try await client.runs.files.list(run.id).inputs.map(\.filename)
            #expect(names.contains("z.txt"))
            #expect(try await client.runs.trace.get(run.id).events.first?["name"] == "one")
            let again = try await client.rerun(run.id, version: "original", waitForCompletion: .seconds(120))
            #expect(again.run?.source.version == .value("1.2.0"))
            let comparison = try await client.runs.compare(run.id, again.id, baseline: true)
            #expect(comparison.passed)
        }
    }

    @Test func runsAreJudged() async throws {
        try await withRunningClient { client in
            let run = try await client.run("agents.finance.invoice", waitForCompletion: .seconds(120)).id
            try await client.runs.expected.copyOutput(run, outputFileName: "given.json")
            try await client.runs.expected.upload(run, .file("{}".utf8, name: "a.json"), name: "b c.json")
            try await client.runs.expected.rename(run, filename: "b c.json", name: "d.json")
            let files = try await client.runs.expected.list(run).files?.map(\.name) ?? []
            #expect(files.sorted() == ["d.json", "given.json"])
            #expect(try await client.runs.expected.download(run, filename: "d.json") == Array("{}".utf8))
            #expect(try await client.runs.comparison.get(run).missingFiles == ["d.json"])
            try await client.runs.expected.delete(run, filename: "d.json")
            let gone = await #expect(throws: EigenpalError.self) {
                _ = try await client.runs.expected.download(run, filename: "d.json")
            }
            #expect(gone.map(caseName) == "notFound")

            try await client.runs.feedback.update(run, body: "Wrong.", rating: "fail", expected: ["total": 8])
            let resolved = try await client.runs.feedback.resolve(run)
            #expect(resolved.feedback.value?.status == .value("resolved"))
            #expect(resolved.feedback.value?.body == "Wrong.")
            let cleared = try await client.runs.feedback.clear(run)
            #expect(cleared.feedback.value == nil)
            let invalid = await #expect(throws: EigenpalError.self) {
                try await client.runs.feedback.update(run, rating: "splendid")
            }
            #expect(invalid.map(caseName) == "validation")
        }
    }

    @Test func runsAreListedWaitedForAndStopped() async throws {
        try await withRunningClient { client in
            let result = try await client.workflows.executions.runAndWait(
                "triage", input: ["text": "x"], pollInterval: .milliseconds(50))
            #expect(result.status == .completed)
            #expect(result.output == ["total": 7])
            #expect(try await client.runs.definition(result.id).definition != .null)
            let failed = try await client.workflows.executions.runAndWait(
                "triage", input: ["fail": true], pollInterval: .milliseconds(50))
            #expect(failed.status == .failed)
            #expect(failed.error?.isEmpty == false)

            let slow = try await client.run("agents.finance.invoice", input: ["slow": true])
            #expect(slow.run == nil)
            _ = try await client.runs.connect(slow.id)
            let cancelled = try await client.runs.cancel(slow.id)
            #expect(cancelled.id == slow.id)
            for _ in 0..<600 where try await !client.runs.get(slow.id).finished {
                try await Task.sleep(for: .milliseconds(50))
            }
            let run = try await client.runs.get(slow.id, expand: [.input, .usage, .execution, .debug])
            #expect(run.execution.status == .cancelled)
            #expect(run.input?.args == ["slow": true])

            var ids: [String] = []
            for try await run in client.runs.all(pageSize: 1) { ids.append(run.id) }
            #expect(ids == [slow.id, failed.id, result.id])
            ids = []
            for try await run in client.runs.all(type: .workflow, status: [.failed, .rejected]) {
                ids.append(run.id)
            }
            #expect(ids == [failed.id])
            let some = try await client.runs.list(ids: [result.id, slow.id], limit: 10)
            #expect(Set(some.runs.map(\.id)) == [result.id, slow.id])

            let unknown = await #expect(throws: EigenpalError.self) { try await client.run("agents.none") }
            #expect(unknown?.status == 404 || unknown?.status == 400)
        }
    }

    @Test func mailTriggersAreKept() async throws {
        try await withRunningClient { client in
            let triggers = client.agents.emailTriggers
            try await client.automations.sync("agents.finance.invoice")
            try await triggers.update("finance.invoice", enabled: true)
            let made = try await triggers.createAlias(
                "finance.invoice",
                EmailAliasCreateBody(alias: "invoices", label: "All", allowlist: ["@a.example"]))
            let id = try #require(made.email["id"]?.string)
            let changed = try await triggers.updateAlias(
                "finance.invoice", id: id, EmailAliasUpdateBody(label: .null, status: "disabled"))
            #expect(changed.email["status"] == "disabled")
            #expect(changed.email["label"]?.string == nil)
            let trigger = try await triggers.get("finance.invoice")
            #expect(trigger.trigger["enabled"] == true)
            #expect(trigger.emails.count == 1)
            #expect(try await triggers.list().emails.count == 1)
            let removed = try await triggers.deleteAlias("finance.invoice", id: id)
            #expect(removed.removed)
            #expect(try await triggers.list().emails.isEmpty)
        }
    }
}

/// What a transfer told of itself.
private final class Told: Sendable {
    private let list = Mutex<[Int64]>([])

    var first: Int64? { list.withLock { $0.first } }

    var note: TransferProgress { { bytes, _ in self.list.withLock { $0.append(bytes) } } }
}
