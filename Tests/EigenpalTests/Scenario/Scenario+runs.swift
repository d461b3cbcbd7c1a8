import Eigenpal
import Foundation
import TestSupport

/// The calls that start runs, look at them and at what they left behind.
extension Scenario {
    private static let agent: RunTarget = "agents.finance.invoice"

    /// Runs for the calls that come after, by their ids.
    struct Runs {
        /// An agent's with files.
        var agent = ""
        /// An agent's without any.
        var plain = ""
        /// A workflow's.
        var workflow = ""
    }

    static let everything: [RunExpansion] = [.input, .usage, .execution, .debug]

    func makeRunCalls() async throws -> Runs {
        let client = client
        let calls = client.runs
        let folder = try TemporaryDirectory()
        let path = folder.appending("a \"quoted\" näme.txt")
        try Data("first".utf8).write(to: URL(fileURLWithPath: path))
        let wait = Duration.seconds(50)
        let run =
            try await step("run") {
                try await client.run(
                    "agents.finance.invoice@1.2.0",
                    input: ["file": .file(path: path), "more": .file([0x00, 0xFF], name: "b.bin"), "n": 7],
                    waitForCompletion: wait)
            }?.id ?? ""
        let plain = try await step("run in JSON") {
            try await client.run(
                Self.agent, input: ["text": "Größe", "limits": [1, 2.5, nil, true]], waitForCompletion: wait)
        }
        try await step("run of an object") {
            try await client.run(
                .workflow("triage", version: "0.3.0"), waitForCompletion: wait,
                overrides: .init(steps: ["classify": ["label": "x"]]))
        }
        try await step("run of nobody") { try await client.run("agents.none") }
        try await step("run of no version") { try await client.run("agents.finance.invoice@9.9.9") }
        let again = try await step("rerun") {
            try await client.rerun(run, version: "original", waitForCompletion: wait)
        }
        try await step("runs.get of a rerun") { try await calls.get(again?.id ?? "") }
        try await step("runs.rerun") { try await calls.rerun(run, waitForCompletion: wait) }
        try await step("runs.rerun of nothing") { try await calls.rerun("run_none") }
        let executions = client.workflows.executions
        let often = Duration.milliseconds(50)
        let workflow = try await step("run_and_wait") {
            try await executions.runAndWait(
                "triage", input: ["text": "x"], version: "0.3.0", pollInterval: often)
        }
        try await step("run_and_wait, failed") {
            try await executions.runAndWait("triage", input: ["fail": true], pollInterval: often)
        }
        try await step("runs.list") { try await calls.list() }
        try await step("runs.list of some") {
            try await calls.list(
                type: .agent, source: "agents.finance.invoice", status: [.completed, .failed],
                sourceRef: "1.2.0", limit: 1)
        }
        try await step("runs.list, a page") { try await calls.list(offset: 1, limit: 2) }
        try await step("runs.list of another day") { try await calls.list(createdBefore: "2020-01-01") }
        try await step("runs.list of no moment") { try await calls.list(from: "yesterday") }
        return Runs(agent: run, plain: plain?.id ?? "", workflow: workflow?.id ?? "")
    }

    func makePartCalls(_ runs: Runs) async throws {
        let calls = client.runs
        let (run, workflow) = (runs.agent, runs.workflow)
        try await step("runs.get") { try await calls.get(run) }
        try await step("runs.get with everything") { try await calls.get(run, expand: Self.everything) }
        for label in ["runs.get of a workflow", "runs.get of a workflow, all that comes"] {
            try await step(label) { try await calls.get(workflow, expand: Self.everything) }
        }
        try await step("runs.get of nothing") { try await calls.get("run_none") }
        try await step("runs.definition") { try await calls.definition(workflow) }
        try await step("runs.definition of an agent") { try await calls.definition(run) }
        try await step("runs.connect") { try await calls.connect(run) }
        try await step("runs.trace.get") { try await calls.trace.get(run) }
        try await step("runs.artifacts.list") { try await calls.artifacts.list(run) }
        for (label, path) in [
            ("", "output/deep/all.bin"), (" of a lockfile", "eigenpal.lock"), (" of nothing", "output/none"),
        ] {
            try await step("runs.artifacts.download\(label)") {
                try await calls.artifacts.download(run, path: path)
            }
        }
        try await step("runs.artifacts.download_zip") { try await calls.artifacts.downloadZip(runs.plain) }
        try await step("runs.artifacts.download_zip of one") {
            try await calls.artifacts.downloadZip(runs.plain, files: "output/given.json", token: "t")
        }
        try await step("runs.files.list") { try await calls.files.list(run) }
        let reruns = try await step("runs.list of reruns") { try await calls.list(sourceRef: "1.2.0") }
        let again = reruns?.runs.first?.id ?? ""
        try await step("runs.compare") { try await calls.compare(run, again, baseline: true) }
        try await step("runs.compare with what is expected") { try await calls.compare(run, again) }
        try await step("runs.compare of workflows") {
            try await calls.compare(workflow, workflow, step: "one")
        }
    }
}
