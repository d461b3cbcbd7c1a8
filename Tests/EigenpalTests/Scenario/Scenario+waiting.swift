import Eigenpal
import Foundation
import TestSupport

/// The calls about runs that take long, and the errors that no endpoint has for itself.
extension Scenario {
    /// A slow run that has made what it makes, and one that waits behind it.
    func makeWaitingCalls() async throws {
        let client = client
        let calls = client.runs
        try await step("run_and_wait, too slow") {
            try await client.workflows.executions.runAndWait(
                "triage", input: ["slow": true], pollInterval: .milliseconds(50), timeout: .milliseconds(300))
        }
        let slow = try await calls.list(limit: 1).runs.first?.id ?? ""
        try await wait { try await !calls.trace.get(slow).events.isEmpty }
        try await step("runs.connect to one that runs") { try await calls.connect(slow) }
        let run =
            try await step("run that waits") {
                try await client.run("agents.finance.invoice", input: ["text": "x"])
            }?.id ?? ""
        let upload = try await step("files.upload") {
            try await calls.files.upload(
                run, .file("a,b\n".utf8, name: "t.csv", contentType: "text/csv"))
        }
        try await step("files.list") { try await calls.files.list(run) }
        for label in ["files.delete", "files.delete twice"] {
            try await step(label) { try await calls.files.delete(run, file: upload?.file?.id ?? "") }
        }
        try await step("files.upload too late") {
            try await calls.files.upload(slow, .file("x".utf8, name: "x"))
        }
        try await step("runs.cancel of one that waits") { try await calls.cancel(run) }
        try await step("runs.cancel") { try await calls.cancel(slow) }
        try await wait { try await calls.get(slow).finished }
        try await step("runs.cancel twice") { try await calls.cancel(slow) }
        try await step("runs.get of a cancelled one") { try await calls.get(slow) }
    }

    /// Asks until something holds, a minute at most: what comes after tells whether it does.
    private func wait(until holds: () async throws -> Bool) async throws {
        for _ in 0..<1200 {
            if try await holds() { return }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Last of all: after enough wrong keys the server refuses whatever key it does not know.
    func makeErrorCalls(server: RunningServer) async throws {
        let source = client.source
        let repository = "\(server.dataDirectory)/repositories/\(server.organization).git"
        let away = "\(server.dataDirectory)/repositories/away"
        try FileManager.default.moveItem(atPath: repository, toPath: away)
        try await step("a server without its repository") { try await source.raw(path: "eigenpal.yaml") }
        try FileManager.default.moveItem(atPath: away, toPath: repository)
        try await step("a server with it again") { try await source.raw(path: "eigenpal.yaml") }
        try await withClient(of: server.baseURL, key: "eg_wrong") { wrong in
            for number in 1...6 {
                try await step("a wrong key \(number)") { try await wrong.source.repository() }
            }
        }
    }
}
